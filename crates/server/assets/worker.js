// Pages come from the network. Without it: the shell, and cards that were taken along, as long as they may be kept.
const SHELL_CACHE = `shell-${VERSION}`;
const CARDS = 'cards';
const ABOUT = '/take-along/about';
// A network that takes longer than this is treated as none where the page is kept.
const PATIENCE = 6000;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(SHELL_CACHE).then((shell) => shell.addAll(SHELL)).then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const outdated = (name) => name.startsWith('shell-') && name !== SHELL_CACHE;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    event.respondWith(page(request, address));
  } else if (address.pathname.startsWith('/assets/')) {
    event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
  }
});

async function page(request, address) {
  const kept = await card(address);
  try {
    return await (kept ? impatient(request) : fetch(request));
  } catch {
    return kept ?? (await caches.match('/offline')) ?? Response.error();
  }
}

async function impatient(request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

// The card of today with a line that says from when it is; nothing of another day, nothing that is too old.
async function card(address) {
  if (address.searchParams.get('date') || !(await caches.has(CARDS))) return null;
  const cards = await caches.open(CARDS);
  const about = await cards.match(ABOUT).then((found) => found?.json());
  if (!about || Date.now() > about.until) {
    await caches.delete(CARDS);
    return null;
  }
  const found = await cards.match(address.pathname);
  if (!found) return null;
  const text = await found.text();
  const note = `<p class="asof" role="status">${about.note}</p><main id="main">`;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': found.headers.get('content-security-policy') ?? "default-src 'self'" };
  return new Response(text.replace('<main id="main">', () => note), { headers });
}
