import {
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
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

// Where a name is typed, the browser may offer a passkey by itself; whoever goes on typing is asked nothing.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-autofill]')) void offer(form);

async function offer(form: HTMLFormElement): Promise<void> {
  const answer = form.elements.namedItem('answer');
  if (!(answer instanceof HTMLInputElement) || !(await browserSupportsWebAuthnAutofill())) return;
  try {
    const optionsJSON = await fetchOptions(form.dataset.options ?? '');
    answer.value = JSON.stringify(await startAuthentication({ optionsJSON, useBrowserAutofill: true }));
    form.submit();
  } catch {
    // Nothing was chosen, or the button was pressed instead.
  }
}

async function ask(form: HTMLFormElement, answer: HTMLInputElement): Promise<void> {
  say(form, '');
  try {
    const options = await fetchOptions(form.dataset.options ?? '');
    const made =
      form.dataset.passkey === 'create'
        ? await startRegistration({ optionsJSON: options })
        : await startAuthentication({ optionsJSON: options });
    answer.value = JSON.stringify(made);
    form.submit();
  } catch (error) {
    // Closing the browser's window is an answer too, not a fault.
    const known = error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
    say(form, (known ? form.dataset.known : form.dataset.failed) ?? '');
  }
}

async function fetchOptions(address: string): Promise<never> {
  const response = await fetch(address, { headers: { accept: 'application/json' }, credentials: 'same-origin' });
  if (!response.ok) throw new Error('no options were given');
  return (await response.json()) as never;
}

function say(form: HTMLFormElement, text: string): void {
  const place = form.querySelector('[role="status"]');
  if (place !== null) place.textContent = text;
}
