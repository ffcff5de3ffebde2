import { domainToUnicode } from 'node:url';

const LATIN = /^[a-z0-9-]*$/;
const SCRIPTS = ['Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Arabic', 'Georgian', 'Thai', 'Hangul', 'Han'] as const;

/**
 * A host as a reader should see it. A name whose every label, the last one too, is of one script is shown in it
 * (`кристалл.рф`); anything else that is not plain Latin is shown as `xn--…`, because a name that mixes scripts, or that
 * is Cyrillic under a Latin ending, is how one site is made to look like another (UTS 39, "whole-script confusables").
 *
 * @param host As the URL parser gives it: lower case, ASCII.
 */
export function hostForWhatItIs(host: string): string {
  if (!host.includes('xn--')) return host;
  const shown = domainToUnicode(host.replace(/:\d+$/, ''));
  const labels = shown.split('.').filter((label) => label !== '');
  const ofOneScript = SCRIPTS.some((script) => {
    const letters = new RegExp(`^(?:\\p{Script=${script}}|[0-9-])+$`, 'u');
    return labels.every((label) => letters.test(label) && !LATIN.test(label));
  });
  return ofOneScript && shown !== '' ? shown : host;
}

/**
 * What to write beside a link whose text does not say where it leads: its host, where the host is not plain, or where
 * the text reads like the address of another site. Null where the text deceives nobody.
 */
export function hostToShow(host: string, text: string): string | null {
  const honest = hostForWhatItIs(host);
  const named = hostNamedIn(text);
  if (named !== null) return named === host || `www.${named}` === host ? null : honest;
  return host.includes('xn--') ? honest : null;
}

/** The host that a text reads like, as the URL parser gives it. */
function hostNamedIn(text: string): string | null {
  const found = /^(?:https?:\/\/)?([^\s/?#@:]+\.[^\s/?#@:.]{2,})(?:[:/?#].*)?$/iu.exec(text.trim());
  if (!found) return null;
  const address = `https://${found[1]}`;
  return URL.canParse(address) ? new URL(address).host : 'unreadable';
}
