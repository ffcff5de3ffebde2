// A look at what is being typed, in a frame beside the form: the button asks for it, and this presses the button by itself.
// The frame is put in anew each time, so that looks do not fill the history of the browser.

const REST_MILLISECONDS = 700;

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-look]')) {
  const { form } = button;
  if (form === null) continue;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    const frame = document.querySelector<HTMLIFrameElement>(`iframe[name="${button.dataset.look}"]`);
    frame?.replaceWith(frame.cloneNode());
    form.requestSubmit(button);
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, REST_MILLISECONDS);
  });
  look();
}
