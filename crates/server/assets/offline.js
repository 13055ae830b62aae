// Corrections that are written without a network are kept on the device and sent once when it is back; what was taken
// along is deleted when somebody else, or nobody, is signed in.
const root = document.documentElement;
const account = root.dataset.account;

if ('serviceWorker' in navigator) navigator.serviceWorker.register('/worker.js');

function letters(mode, work) {
  return new Promise((resolve, reject) => {
    const opened = indexedDB.open('jingwei', 1);
    opened.onupgradeneeded = () => opened.result.createObjectStore('letters', { keyPath: 'id' });
    opened.onerror = () => reject(opened.error);
    opened.onsuccess = () => {
      const transaction = opened.result.transaction('letters', mode);
      const asked = work(transaction.objectStore('letters'));
      transaction.oncomplete = () => { opened.result.close(); resolve(asked?.result); };
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    };
  });
}

const own = async () => (await letters('readonly', (store) => store.getAll())).filter((one) => one.account === account);

// Sends one. The id makes the service take it once, however often it is sent.
async function send(letter) {
  const form = new FormData();
  for (const name of ['id', 'place', 'text']) form.append(name, letter[name]);
  if (letter.photo) form.append('photo', letter.photo, 'photo');
  const csrf = document.querySelector('[name=csrf]')?.value;
  const answer = await fetch('/api/corrections', {
    method: 'POST', body: form, headers: csrf ? { 'x-csrf-token': csrf, accept: 'application/json' } : { accept: 'application/json' },
  });
  if (answer.ok) {
    await letters('readwrite', (store) => store.delete(letter.id));
    return { sent: true };
  }
  const problem = await answer.json().catch(() => ({}));
  // Signed out, too often, the service is down: later. Anything else will never be taken as it is.
  const later = [401, 403, 408, 429].includes(answer.status) || answer.status >= 500;
  return { sent: false, later, said: problem.detail ?? String(answer.status) };
}

async function flush() {
  const all = async () => {
    for (const letter of await own()) {
      try {
        const { sent, later, said } = await send(letter);
        if (!sent && !later) await letters('readwrite', (store) => store.put({ ...letter, said }));
      } catch {
        break;
      }
    }
  };
  await (navigator.locks ? navigator.locks.request('letters', all) : all());
  await show();
}

// Tells how many wait, on every page.
async function show() {
  const waiting = await own();
  const line = document.querySelector('[data-pending]');
  if (line) {
    line.hidden = waiting.length === 0;
    line.querySelector('[data-count]').textContent = waiting.length;
  }
  document.dispatchEvent(new CustomEvent('letters', { detail: waiting }));
  return waiting;
}

async function written(form) {
  const fields = new FormData(form);
  const photo = fields.get('photo');
  const letter = {
    id: fields.get('id'), place: form.dataset.correction, text: fields.get('text'), account, at: Date.now(),
    photo: photo && photo.size ? photo : null,
  };
  await letters('readwrite', (store) => store.put(letter));
  let told;
  try {
    told = await send(letter);
  } catch {
    told = { sent: false, later: true, said: form.dataset.kept };
  }
  if (told.sent) {
    location.assign(`${form.getAttribute('action')}?sent=${letter.id}`);
    return;
  }
  form.querySelector('[data-said]').textContent = told.said;
  if (told.later) {
    form.querySelectorAll('textarea, input, button').forEach((one) => { one.disabled = true; });
  } else {
    await letters('readwrite', (store) => store.delete(letter.id));
  }
  await show();
}

// Cards are kept for the account that took them along, and for nobody else.
async function wipe() {
  if (!('caches' in window) || !(await caches.has('cards'))) return;
  const about = await (await caches.open('cards')).match('/take-along/about').then((found) => found?.json());
  if (!about || about.account !== account || Date.now() > about.until) await caches.delete('cards');
}

if (account !== undefined && 'indexedDB' in window) {
  wipe();
  flush().catch(() => {});
  addEventListener('online', () => flush().catch(() => {}));
  for (const form of document.querySelectorAll('form[data-correction]')) {
    // A page that was taken along is opened more than once; every correction has its own id.
    if (crypto.randomUUID) form.elements.id.value = crypto.randomUUID();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      written(form).catch(() => form.submit());
    });
  }
  for (const out of document.querySelectorAll('form[action="/sign-out"]')) {
    out.addEventListener('submit', async (event) => {
      event.preventDefault();
      const waiting = await own().catch(() => []);
      if (waiting.length && !confirm(out.dataset.unsent)) return;
      await letters('readwrite', (store) => store.clear()).catch(() => {});
      if ('caches' in window) await caches.delete('cards');
      out.submit();
    });
  }
}
