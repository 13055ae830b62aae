// Says that somebody has changed the draft since this page was made. Nothing is reloaded without being asked for:
// a half-filled form must not vanish. Listens only while the page is looked at.
const told = document.querySelector('[data-plan]');
let last = told?.dataset.since;
let source;

function heard(event) {
  last = event.lastEventId || last;
  const { plan, revision, author } = JSON.parse(event.data);
  if (plan !== told.dataset.plan || revision <= Number(told.dataset.revision)) return;
  told.querySelector('[data-said]').textContent = told.dataset.changed.replace('{author}', author);
  told.hidden = false;
}

function listen() {
  source?.close();
  source = undefined;
  if (document.hidden) return;
  source = new EventSource(`/api/changes?since=${last}`);
  source.addEventListener('draft', heard);
}

if (told && 'EventSource' in window) {
  document.addEventListener('visibilitychange', listen);
  listen();
}
