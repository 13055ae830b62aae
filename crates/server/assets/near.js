// Asks the browser where it is when the button is pressed, never before.
const button = document.querySelector('[data-locate]');
const told = document.querySelector('[data-told]');
if (button && 'geolocation' in navigator) {
  button.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    told.textContent = button.dataset.waiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const address = new URL(location.href);
        address.searchParams.set('lon', coords.longitude.toFixed(6));
        address.searchParams.set('lat', coords.latitude.toFixed(6));
        address.searchParams.delete('at');
        location.assign(address);
      },
      () => {
        button.disabled = false;
        told.textContent = button.dataset.failed;
      },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
