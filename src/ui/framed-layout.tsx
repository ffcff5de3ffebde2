import type { PropsWithChildren } from 'hono/jsx';
import type { Language } from '../kernel/words.ts';
import type { Frame } from './frame.ts';
import { wordsOf } from './words/words.ts';

interface FramedLayoutProps {
  readonly language: Language;
  readonly frame: Frame;
  readonly title: string;
}

/** What stands around a form in a page of another site: nothing but the form, and whose it is. */
export function FramedLayout({ language, frame, title, children }: PropsWithChildren<FramedLayoutProps>) {
  const words = wordsOf(language).frame;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="same-origin" />
        <title>{`${title} · ${frame.siteName ?? words.demonstration}`}</title>
        <link rel="stylesheet" href={frame.style} />
      </head>
      <body class="framed">
        <main id="content" class="narrow">
          {frame.demonstration ? (
            <p class="demonstration">
              <strong>{words.demonstration}.</strong> {words.demonstrationNote}
            </p>
          ) : null}
          {children}
        </main>
      </body>
    </html>
  );
}
