import type { Language } from '../../kernel/words.ts';
import { addresses } from '../addresses.ts';
import { wordsOf } from '../words/words.ts';

/** One field that looks through all documents; a plain form that asks this server alone. */
export function SearchDocuments({ language, query }: { readonly language: Language; readonly query: string }) {
  const words = wordsOf(language).home.docs;
  return (
    <search>
      <form class="search" method="get" action={addresses.docs}>
        <div class="field">
          <label for="q">{words.search}</label>
          <input id="q" name="q" type="search" value={query} maxlength={200} autocomplete="off" />
        </div>
        <button type="submit" class="button quiet">
          {words.find}
        </button>
      </form>
    </search>
  );
}
