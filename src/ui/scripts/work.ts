// The work a site asks for before one more try: a text that hashes to enough zero bits behind the task. It is searched for
// in small rounds, so that the page stays alive, and only when the form is sent. Without this script one waits.

const ROUND = 256;

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-work]')) {
  const task = inputOf(form, 'task');
  const solution = inputOf(form, 'solution');
  // A browser hashes for pages over TLS and of its own machine; everywhere else one waits.
  if (task === null || solution === null || globalThis.crypto?.subtle === undefined) continue;
  form.addEventListener('submit', (event) => {
    if (solution.value !== '') return;
    event.preventDefault();
    const place = form.querySelector('[role="status"]');
    if (place !== null) place.textContent = form.dataset.working ?? '';
    void search(task.value, Number(form.dataset.work)).then((found) => {
      solution.value = found;
      form.submit();
    });
  });
}

function inputOf(form: HTMLFormElement, name: string): HTMLInputElement | null {
  const input = form.elements.namedItem(name);
  return input instanceof HTMLInputElement ? input : null;
}

async function search(task: string, bits: number): Promise<string> {
  const encoder = new TextEncoder();
  for (let begin = 0; ; begin += ROUND) {
    const texts = Array.from({ length: ROUND }, (_, n) => String(begin + n));
    const hashes = await Promise.all(
      texts.map((text) => crypto.subtle.digest('SHA-256', encoder.encode(`${task}.${text}`))),
    );
    const at = hashes.findIndex((hash) => new DataView(hash).getUint32(0) >>> (32 - bits) === 0);
    if (at >= 0) return texts[at] ?? '';
  }
}
