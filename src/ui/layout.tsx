import type { PropsWithChildren } from 'hono/jsx';
import { LANGUAGES, type Language } from '../kernel/words.ts';
import { addresses } from './addresses.ts';
import { CONSOLE_GROUPS } from './console-entry.ts';
import { Emblem } from './emblem.tsx';
import { Form } from './form.tsx';
import type { ConsolePlace, Frame } from './frame.ts';
import { Link } from './link.tsx';
import { count } from './numbers.ts';
import { wordsOf } from './words/words.ts';

interface LayoutProps {
  readonly language: Language;
  readonly frame: Frame;
  /** The name of the page; the name of the site is added. */
  readonly title: string;
  /** `narrow` for a short form or a short answer. */
  readonly width?: 'narrow' | 'wide';
}

/** What stands around every page. No script, no inline style, nothing from elsewhere. */
export function Layout(props: PropsWithChildren<LayoutProps>) {
  const { language, frame, title, width = 'wide', children } = props;
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
        {/* RFC 6903: every page says which statement holds for it. */}
        <link rel="privacy-policy" href={addresses.policy} />
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <Header language={language} frame={frame} />
        {frame.signedIn && isAccount(frame.path) ? <AccountNavigation language={language} frame={frame} /> : null}
        <Beside language={language} frame={frame}>
          <main id="content" class={width} tabindex={-1}>
            {children}
            <Stated language={language} frame={frame} />
          </main>
        </Beside>
        <Footer language={language} frame={frame} />
      </body>
    </html>
  );
}

interface PartProps {
  readonly language: Language;
  readonly frame: Frame;
}

function Header({ language, frame }: PartProps) {
  const words = wordsOf(language).frame;
  const open = [
    [addresses.policy, words.policy],
    [addresses.verify, words.verify],
  ] as const;
  const own = frame.signedIn
    ? ([[addresses.account, words.account]] as const)
    : ([
        [addresses.signIn, words.signIn],
        [addresses.register, words.register],
      ] as const);
  return (
    <header class="top">
      {frame.demonstration ? (
        <p class="demonstration">
          <strong>{words.demonstration}.</strong> {words.demonstrationNote}
        </p>
      ) : null}
      <div class="top-row">
        <a class="site" href={addresses.home}>
          <Emblem />
          <span>{frame.siteName ?? words.thisSite}</span>
        </a>
        <nav aria-label={words.mainNavigation}>
          <ul>
            {[...open, ...own].map(([place, name]) => (
              <li>
                <Link href={place} current={currentAt(frame.path, place)}>
                  {name}
                </Link>
              </li>
            ))}
            {frame.signedIn ? (
              <li>
                <Form action={addresses.signOut} csrf={frame.csrf}>
                  <button type="submit" class="plain">
                    {words.signOut}
                  </button>
                </Form>
              </li>
            ) : null}
          </ul>
        </nav>
      </div>
    </header>
  );
}

/** In the console its navigation stands beside the page where there is room. */
function Beside({ language, frame, children }: PropsWithChildren<PartProps>) {
  if (frame.console === undefined) return children;
  return (
    <div class="console">
      <ConsoleNavigation language={language} frame={frame} places={frame.console} />
      {children}
    </div>
  );
}

function AccountNavigation({ language, frame }: PartProps) {
  const words = wordsOf(language).frame;
  const places = [
    [addresses.account, words.overview],
    [addresses.data, words.data],
    [addresses.history, words.history],
    [addresses.receipts, words.receipts],
    [addresses.dealings, words.dealings],
    [addresses.transfers, words.transfers],
    [addresses.disclosures, words.disclosures],
    [addresses.guard, words.guard],
    [addresses.messages, words.messages],
    [addresses.conversations, words.conversation],
    [addresses.proofs, words.proofs],
  ] as const;
  return (
    <nav class="places" aria-label={words.accountNavigation}>
      <ul>
        {places.map(([place, name]) => (
          <li>
            <Link href={place} current={currentAt(frame.path, place)}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The places by group. Within one of them a phone shows the way back and where one is, and not all the others. */
function ConsoleNavigation({ language, frame, places }: PartProps & { readonly places: readonly ConsolePlace[] }) {
  const words = wordsOf(language).console;
  const home = frame.path === addresses.console;
  return (
    <nav class={home ? 'places' : 'places within'} aria-label={words.navigation}>
      <Link href={addresses.console} current={currentAt(frame.path, addresses.console)}>
        {words.name}
      </Link>
      {CONSOLE_GROUPS.map((group) => (
        <ConsoleGroupOf
          name={words.groups[group]}
          path={frame.path}
          places={places.filter((place) => place.group === group)}
        />
      ))}
    </nav>
  );
}

interface ConsoleGroupProps {
  readonly name: string;
  readonly path: string;
  readonly places: readonly ConsolePlace[];
}

function ConsoleGroupOf({ name, path, places }: ConsoleGroupProps) {
  if (places.length === 0) return null;
  return (
    <div class="group">
      <span class="group-name">{name}</span>
      <ul aria-label={name}>
        {places.map(({ href, label, waiting }) => (
          <li>
            <Link href={href} current={currentAt(path, href)}>
              {waiting === 0 ? label : `${label} (${waiting})`}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** On every page of the account: what the server has signed of it, to be kept by whom it is about. */
function Stated({ language, frame }: PartProps) {
  const { frame: words, agreement } = wordsOf(language);
  if (frame.stated === undefined) return null;
  return (
    <aside class="stated">
      <p>
        {words.stated(count(language, frame.stated, agreement.history.entries))}{' '}
        <a href={addresses.statement} download="statement.txt">
          {words.statedSave}
        </a>
        . {words.statedWhat}
      </p>
    </aside>
  );
}

function Footer({ language, frame }: PartProps) {
  const words = wordsOf(language).frame;
  return (
    <footer class="bottom">
      <div class="bottom-row">
        <nav aria-label={words.languages}>
          <ul class="languages">
            {LANGUAGES.map((one) => (
              <li>
                <Link
                  href={`${frame.path}?lang=${one}`}
                  current={one === language ? 'true' : undefined}
                  hreflang={one}
                  lang={one}
                >
                  {LANGUAGE_NAMES[one]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <ul class="bottom-links">
          <li>
            <Link href={addresses.policy}>{words.inForce(frame.policyVersion)}</Link>
          </li>
          <li>
            <Link href={addresses.versions}>{words.versions}</Link>
          </li>
          <li>
            <Link href={addresses.verify}>{words.verify}</Link>
          </li>
          <li>
            <Link href={addresses.transparency}>{words.transparency}</Link>
          </li>
          <li>
            <Link href={addresses.matrix}>{words.matrix}</Link>
          </li>
        </ul>
        <p>
          <Link href={addresses.docs}>{words.madeWith}</Link> {words.noTracking}
        </p>
      </div>
    </footer>
  );
}

/** Each language by its own name: that is how its readers look for it. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ru: 'Русский', en: 'English', uk: 'Українська' };

export function isAccount(path: string): boolean {
  return path === addresses.account || path.startsWith(`${addresses.account}/`);
}

/** The overview of the account is only itself; every other place also holds the pages below it. */
function currentAt(path: string, place: string): 'page' | 'true' | undefined {
  if (path === place) return 'page';
  return place !== addresses.account && place !== addresses.console && path.startsWith(`${place}/`)
    ? 'true'
    : undefined;
}
