// A secret that stands behind the `#` of an address never leaves the browser by itself. It is moved from there into the
// field that a form sends, and out of the address, so that it stays in no history.

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-fragment]')) {
  const input = form.elements.namedItem(form.dataset.fragment ?? '');
  const secret = location.hash.slice(1);
  if (!(input instanceof HTMLInputElement) || secret === '') continue;
  input.value = secret;
  history.replaceState(null, '', location.pathname);
}
