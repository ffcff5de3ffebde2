/** A browser without a window: keeps cookies, goes where it is led, sends forms of pages. */
export interface Visitor {
  /** Goes to an address and on to wherever it is led within the site; stops before it leaves it. */
  go(address: string): Promise<Visited>;
  /** Sends the form of the page that leads to this action. */
  send(page: Visited, action: RegExp, more?: Readonly<Record<string, string>>): Promise<Visited>;
  keep(name: string, value: string): void;
  drop(): void;
}

export interface Visited {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Where it would have left the site to. */
  readonly left: URL | null;
}

export function openVisitor(site: string): Visitor {
  const jar = new Map<string, string>();
  const ask = async (address: string, init: RequestInit = {}): Promise<Visited> => {
    let next = new URL(address, site);
    let now = init;
    for (let step = 0; step < 10; step += 1) {
      const headers = {
        cookie: [...jar].map((pair) => pair.join('=')).join('; '),
        accept: 'text/html',
        ...now.headers,
      };
      const answer = await fetch(next, { ...now, headers, redirect: 'manual' });
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? [];
        if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const to = answer.headers.get('location');
      if (to === null) return { status: answer.status, html: await answer.text(), headers: answer.headers, left: null };
      next = new URL(to, next);
      if (next.origin !== new URL(site).origin) {
        return { status: answer.status, html: '', headers: answer.headers, left: next };
      }
      now = {};
    }
    throw new Error('led on and on');
  };
  return {
    go: (address) => ask(address),
    send: (page, action, more = {}) => {
      const forms = [...page.html.matchAll(/<form method="post" action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/g)];
      const form = forms.find(([, to = '']) => action.test(to));
      if (form === undefined) throw new Error(`the page has a form to ${action}`);
      const hidden = [...(form[2] ?? '').matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
      const body = new URLSearchParams([
        ...hidden.map(([, name = '', value = '']) => [name, value]),
        ...Object.entries(more),
      ]);
      return ask(form[1] ?? '', {
        method: 'POST',
        body: body.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(site).origin },
      });
    },
    keep: (name, value) => void jar.set(name, value),
    drop: () => jar.clear(),
  };
}
