import type { MomentFact } from '../../kernel/policy/act-description.ts';
import type { Words } from '../../kernel/words.ts';

/** What the rules of section `security` may ask, described once and shared by the acts that declare it. */
const moment = (name: string, words: Words): MomentFact => ({
  kind: 'of-the-moment',
  name,
  values: 'yes-no',
  tell: 'asker',
  words,
});

export const presenceWasFresh = moment('presenceWasFresh', {
  ru: 'человек только что подтвердил, что это он',
  en: 'the person had just shown that it is them',
  uk: 'людина щойно підтвердила, що це вона',
});
export const secondFactorNeeded = moment('secondFactorNeeded', {
  ru: 'для входа нужен ещё и второй фактор',
  en: 'signing in needs a second factor too',
  uk: 'для входу потрібен ще й другий чинник',
});
export const twoFactorsShown = moment('twoFactorsShown', {
  ru: 'человек вошёл с двойной проверкой',
  en: 'the person signed in with two factors',
  uk: 'людина увійшла з подвійною перевіркою',
});
export const reasonGiven = moment('reasonGiven', {
  ru: 'названа причина',
  en: 'a reason was given',
  uk: 'названо причину',
});
