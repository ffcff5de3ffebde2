import type { DeclaredFact } from '../../../kernel/policy/act-description.ts';
import { momentFact } from '../../../kernel/policy/moment-fact.ts';

/** What the rules of section `collection` may ask about what people left in forms. */
export const submissionOpen = momentFact(
  'submissionOpen',
  {
    ru: 'на обращение ещё не ответили',
    en: 'the submission is not answered yet',
    uk: 'на звернення ще не відповіли',
  },
  {
    ru: 'на обращение уже ответили',
    en: 'the submission is answered already',
    uk: 'на звернення вже відповіли',
  },
);
export const notTakenByAnother = momentFact(
  'notTakenByAnother',
  {
    ru: 'обращение не взял другой сотрудник',
    en: 'no other member of staff took the submission',
    uk: 'звернення не взяв інший працівник',
  },
  {
    ru: 'обращение взял другой сотрудник',
    en: 'another member of staff took the submission',
    uk: 'звернення взяв інший працівник',
  },
);
export const submissionUsable = momentFact(
  'submissionUsable',
  {
    ru: 'человек оставил это на нашем сайте или подтвердил и не приостановил использование данных',
    en: 'the person left this on our site or confirmed it, and did not pause the use of their data',
    uk: 'людина залишила це на нашому сайті або підтвердила і не призупинила використання даних',
  },
  {
    ru: 'данные пришли не от человека и не подтверждены, или их использование приостановлено',
    en: 'the data came from somebody else and are not confirmed, or their use is paused',
    uk: 'дані надійшли не від людини й не підтверджені, або їх використання призупинено',
  },
);
export const fieldOfAnsweredForm: DeclaredFact = {
  kind: 'declared',
  name: 'fieldOfAnsweredForm',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'это поле есть в форме, на которую отвечают',
    en: 'the field stands in a form that somebody answers',
    uk: 'це поле є у формі, на яку відповідають',
  },
  wordsNot: {
    ru: 'этого поля нет ни в одной форме, на которую отвечают',
    en: 'the field stands in no form that somebody answers',
    uk: 'цього поля немає в жодній формі, на яку відповідають',
  },
  declared: ({ declarations, field }) =>
    field === null ||
    declarations.forms.some(
      ({ id, answered, fields }) =>
        id !== 'registration' && answered !== false && fields.some((one) => one.field === field.id),
    ),
};
