import { momentFact } from '../../kernel/policy/moment-fact.ts';

/** What the rules of section `security` may ask, described once and shared by the acts that declare it. */
export const presenceWasFresh = momentFact(
  'presenceWasFresh',
  {
    ru: 'человек только что подтвердил, что это он',
    en: 'the person had just shown that it is them',
    uk: 'людина щойно підтвердила, що це вона',
  },
  {
    ru: 'человек давно не подтверждал, что это он',
    en: 'the person had not just shown that it is them',
    uk: 'людина давно не підтверджувала, що це вона',
  },
);
export const secondFactorNeeded = momentFact(
  'secondFactorNeeded',
  {
    ru: 'для входа нужен ещё и второй фактор',
    en: 'signing in needs a second factor too',
    uk: 'для входу потрібен ще й другий чинник',
  },
  {
    ru: 'второй фактор для входа не нужен',
    en: 'signing in needs no second factor',
    uk: 'другий чинник для входу не потрібен',
  },
);
export const twoFactorsShown = momentFact(
  'twoFactorsShown',
  {
    ru: 'человек вошёл с двойной проверкой',
    en: 'the person signed in with two factors',
    uk: 'людина увійшла з подвійною перевіркою',
  },
  {
    ru: 'человек вошёл без двойной проверки',
    en: 'the person did not sign in with two factors',
    uk: 'людина увійшла без подвійної перевірки',
  },
);
export const reasonGiven = momentFact(
  'reasonGiven',
  {
    ru: 'названа причина',
    en: 'a reason was given',
    uk: 'названо причину',
  },
  { ru: 'причина не названа', en: 'no reason was given', uk: 'причину не названо' },
);
export const codeWasAsked = momentFact(
  'codeWasAsked',
  {
    ru: 'код только что попросили, и адрес с тех пор не менялся',
    en: 'the code was asked for just now, and the address is still the same',
    uk: 'код щойно попросили, і адреса відтоді не змінювалася',
  },
  {
    ru: 'кода не просили, или адрес с тех пор изменился',
    en: 'the code was not asked for, or the address has changed since',
    uk: 'коду не просили, або адреса відтоді змінилася',
  },
);
export const begunByAnother = momentFact(
  'begunByAnother',
  {
    ru: 'начал другой сотрудник, и речь не о нём самом',
    en: 'another member of the staff began it, and it is not about themselves',
    uk: 'почав інший працівник, і йдеться не про нього самого',
  },
  {
    ru: 'начал тот же сотрудник, или речь о нём самом',
    en: 'the same member of the staff began it, or it is about themselves',
    uk: 'почав той самий працівник, або йдеться про нього самого',
  },
);
