import {
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser';

// A browser hands out passkeys to nothing but a script. It fetches the options, asks the browser, puts the answer into the
// form that holds the button, and sends that form; everything else works without it.

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  // Hidden until there is a script that could do it.
  form.hidden = !('PublicKeyCredential' in window);
  form.addEventListener('submit', (event) => {
    const answer = form.elements.namedItem('answer');
    if (!(answer instanceof HTMLInputElement) || answer.value !== '') return;
    event.preventDefault();
    void ask(form, answer);
  });
}

// A form that also has another way: the part about passkeys shows itself, and its button goes this way.
for (const part of document.querySelectorAll<HTMLElement>('[data-passkey-part]')) {
  const form = part.closest('form');
  const answer = form?.elements.namedItem('answer');
  if (form === null || !(answer instanceof HTMLInputElement) || !('PublicKeyCredential' in window)) continue;
  part.hidden = false;
  part.querySelector('button')?.addEventListener('click', () => {
    // What only the other way needs is not asked for, and not sent.
    for (const input of form.querySelectorAll<HTMLInputElement>('input[type="password"]')) input.disabled = true;
    if (form.reportValidity()) void ask(form, answer, part).finally(() => enable(form));
    else enable(form);
  });
}

function enable(form: HTMLFormElement): void {
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type="password"]')) input.disabled = false;
}

let asked = false;

// Where a name is typed, the browser may offer a passkey by itself; whoever goes on typing is asked nothing.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autofill]')) void offer(form);

async function offer(form: HTMLFormElement): Promise<void> {
  const answer = form.elements.namedItem('answer');
  if (!(answer instanceof HTMLInputElement) || !(await browserSupportsWebAuthnAutofill())) return;
  try {
    const optionsJSON = await fetchOptions(form.dataset.options ?? '');
    // Whoever pressed the button meanwhile is being asked already: a second question would end the first.
    if (asked) return;
    answer.value = JSON.stringify(await startAuthentication({ optionsJSON, useBrowserAutofill: true }));
    form.submit();
  } catch {
    // Nothing was chosen, or the button was pressed instead.
  }
}

/** @param part the element that says how: the form, or a part of it */
async function ask(form: HTMLFormElement, answer: HTMLInputElement, part: HTMLElement = form): Promise<void> {
  say(part, '');
  // From now on the button is what was asked: what the browser offers beside the name is over.
  asked = true;
  WebAuthnAbortService.cancelCeremony();
  try {
    const options = await fetchOptions(part.dataset.options ?? '');
    const made =
      part.dataset.passkey === 'create'
        ? await startRegistration({ optionsJSON: options })
        : await startAuthentication({ optionsJSON: options });
    answer.value = JSON.stringify(made);
    form.submit();
  } catch (error) {
    // Closing the browser's window is an answer too, not a fault.
    const known = error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
    say(part, (known ? part.dataset.known : part.dataset.failed) ?? '');
  }
}

async function fetchOptions(address: string): Promise<never> {
  const response = await fetch(address, { headers: { accept: 'application/json' }, credentials: 'same-origin' });
  if (!response.ok) throw new Error('no options were given');
  return (await response.json()) as never;
}

function say(part: HTMLElement, text: string): void {
  const place = part.querySelector('[role="status"]');
  if (place !== null) place.textContent = text;
}
