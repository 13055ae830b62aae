// Fetches the cards of the own area and keeps them on the device, with the day that they are of and how long they last.
const box = document.querySelector('[data-take]');
const part = (name) => box.querySelector(`[data-${name}]`);
const [told, bar, begin, clear, list] = ['told', 'progress', 'fetch', 'clear', 'cards'].map(part);
const ABOUT = '/take-along/about';
const AT_ONCE = 4;

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

async function about() {
  if (!(await caches.has('cards'))) return null;
  return (await caches.open('cards')).match(ABOUT).then((found) => found?.json() ?? null);
}

async function show() {
  const kept = await about();
  clear.hidden = !kept;
  list.replaceChildren();
  if (!kept) {
    told.textContent = box.dataset.none;
    return;
  }
  const until = new Date(kept.until).toLocaleString(root.lang, { dateStyle: 'short', timeStyle: 'short' });
  const figures = { COUNT: kept.count, SIZE: size(kept.bytes), DAY: kept.day, UNTIL: until };
  told.textContent = box.dataset.done.replace(/COUNT|SIZE|DAY|UNTIL/g, (name) => figures[name]);
  for (const card of kept.cards) {
    const link = document.createElement('a');
    link.href = card.href;
    link.textContent = card.name;
    const line = document.createElement('li');
    line.append(link);
    list.append(line);
  }
}

async function keep(cache, address) {
  const answer = await fetch(address, { headers: { accept: 'text/html' } });
  if (!answer.ok || answer.redirected) throw new Error(address);
  const text = await answer.text();
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  const policy = answer.headers.get('content-security-policy');
  if (policy) headers['content-security-policy'] = policy;
  await cache.put(address, new Response(text, { headers }));
  return new Blob([text]).size;
}

async function take() {
  begin.disabled = true;
  bar.hidden = false;
  try {
    const { account, day, hours, cards } = await fetch(box.dataset.take, { headers: { accept: 'application/json' } }).then((answer) => answer.json());
    await caches.delete('cards');
    const cache = await caches.open('cards');
    const until = Date.now() + hours * 3600e3;
    const note = box.dataset.note.replace('DAY', day);
    const kept = { account, day, until, note, count: 0, bytes: 0, cards: [] };
    const keepAbout = () => cache.put(ABOUT, new Response(JSON.stringify(kept)));
    await keepAbout();
    bar.max = cards.length;
    const waiting = [...cards];
    const work = async () => {
      for (let card = waiting.shift(); card; card = waiting.shift()) {
        kept.bytes += await keep(cache, card.href) + await keep(cache, card.correct);
        kept.count += 1;
        kept.cards.push({ href: card.href, name: card.name });
        bar.value = kept.count;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    kept.bytes += await keep(cache, '/take-along');
    await keepAbout();
    await show();
  } catch {
    told.textContent = box.dataset.failed;
  }
  bar.hidden = true;
  begin.disabled = false;
}

if ('caches' in window && 'serviceWorker' in navigator) {
  begin.hidden = false;
  begin.addEventListener('click', take);
  clear.addEventListener('click', async () => {
    await caches.delete('cards');
    await show();
    told.textContent = box.dataset.cleared;
  });
  show();
}

document.addEventListener('letters', ({ detail }) => {
  const section = document.querySelector('[data-letters]');
  const lines = section.querySelector('[data-list]');
  section.hidden = detail.length === 0;
  lines.replaceChildren(...detail.map((letter) => {
    const line = document.createElement('li');
    line.textContent = `${letter.place} · ${letter.text.slice(0, 80)} · ${letter.said ?? lines.dataset.waiting}`;
    return line;
  }));
});
