// A form whose answer is long to write is checked while one types: it is sent as it stands, and what comes back is shown.
// Without this script there is a button that does the same.

const REST_MILLISECONDS = 700;

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-checks]')) {
  const place = form.querySelector('[role="status"]');
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      asking?.abort();
      asking = new AbortController();
      void check(form, place, asking.signal);
    }, REST_MILLISECONDS);
  });
}

interface Found {
  readonly problems: readonly { readonly text: string; readonly at: string }[];
}

async function check(form: HTMLFormElement, place: Element | null, signal: AbortSignal): Promise<void> {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  try {
    const answer = await fetch(form.dataset.checks ?? '', { method: 'POST', body, signal, credentials: 'same-origin' });
    if (!answer.ok) return;
    const { problems } = (await answer.json()) as Found;
    place?.replaceChildren(notice(form, problems));
  } catch {
    // Typed on meanwhile, or the server is away: the button says it.
  }
}

function notice({ dataset }: HTMLFormElement, problems: Found['problems']): Element {
  const said = made('p', made('strong', problems.length === 0 ? (dataset.sound ?? '') : (dataset.problems ?? '')));
  const box = made('div', said);
  box.className = problems.length === 0 ? 'notice good' : 'notice bad';
  if (problems.length === 0) return box;
  const links = problems.map(({ text, at }) => {
    const link = made('a', text);
    link.setAttribute('href', `#${at}`);
    return made('li', link);
  });
  box.append(made('ul', ...links));
  return box;
}

function made(tag: string, ...children: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
}
