import type { Language } from '../kernel/words.ts';
import { fieldId } from './field-id.ts';
import { wordsOf } from './words/words.ts';

/** Black rectangles over a picture, before it is sent. Hidden until there is a script and a picture. */
export function CoverPart({ language, of }: { readonly language: Language; readonly of: string }) {
  const words = wordsOf(language).collection.cover;
  const help = fieldId(`cover.${of}`);
  return (
    <div
      class="cover"
      data-cover-part=""
      data-none={words.none}
      data-said={words.said}
      data-failed={words.failed}
      hidden
    >
      <h3>{words.title}</h3>
      <p class="hint" id={help}>
        {words.lead}
      </p>
      <div
        class="cover-area"
        data-cover-area=""
        role="application"
        tabindex={0}
        aria-label={words.area}
        aria-describedby={help}
      ></div>
      <p role="status"></p>
      <p class="actions">
        <button type="button" class="button quiet" data-cover-do="add">
          {words.add}
        </button>
        <button type="button" class="button quiet" data-cover-do="next">
          {words.next}
        </button>
        <button type="button" class="button quiet" data-cover-do="drop">
          {words.drop}
        </button>
      </p>
    </div>
  );
}
