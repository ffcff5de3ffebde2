import type { Language } from '../../../kernel/words.ts';
import { Notice } from '../../../ui/notice.tsx';
import { wordsOf } from '../../../ui/words/words.ts';
import type { BulletinProblem, CompiledBulletin } from '../text/compile-bulletin.ts';

export interface BulletinLookProps {
  readonly language: Language;
  readonly style: string;
  /** Of the message. */
  readonly written: Language;
  /** Null: nothing was typed yet. */
  readonly compiled: CompiledBulletin | null;
  readonly problems: readonly BulletinProblem[];
}

/** A message as it is typed, in a frame beside its form: as mail programs show it in the light and in the dark, and plain. */
export function BulletinLook({ language, style, written, compiled, problems }: BulletinLookProps) {
  const words = wordsOf(language).communication.console;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{words.previewTitle}</title>
        <link rel="stylesheet" href={style} />
      </head>
      <body>
        <main class="look">
          <h1>{words.previewTitle}</h1>
          {compiled === null ? <p>{words.lookEmpty}</p> : null}
          {problems.map((problem) => (
            <Notice kind="bad">
              <p>{words.lookProblems[problem]}</p>
            </Notice>
          ))}
          {compiled === null || compiled.stopNamed ? null : (
            <Notice kind="bad">
              <p>{words.stopMissing}</p>
            </Notice>
          )}
          {compiled === null ? null : (
            <>
              {(['light', 'dark'] as const).map((scheme) => (
                <>
                  <h2>{words.look[scheme]}</h2>
                  <iframe
                    class={scheme}
                    title={words.look[scheme]}
                    sandbox=""
                    srcdoc={inScheme(compiled.html, scheme)}
                  />
                </>
              ))}
              <h2>{words.plain}</h2>
              <pre class="message" lang={written}>
                {compiled.plain}
              </pre>
            </>
          )}
        </main>
      </body>
    </html>
  );
}

/** A message leaves the colours to the mail program: here they are chosen for it. */
function inScheme(html: string, scheme: 'light' | 'dark'): string {
  return html.replace('content="light dark"', `content="only ${scheme}"`);
}
