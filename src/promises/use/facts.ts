import type { DeclaredFact } from '../../kernel/policy/act-description.ts';
import { momentFact } from '../../kernel/policy/moment-fact.ts';

/** What the rules of section `use` may ask. One description each, shared by the acts that declare it. */
export const dealingOpen = momentFact(
  'dealingOpen',
  {
    ru: 'заказ ещё открыт',
    en: 'the dealing is still open',
    uk: 'замовлення ще відкрите',
  },
  {
    ru: 'заказ уже завершён',
    en: 'the dealing has ended',
    uk: 'замовлення вже завершено',
  },
);
export const ownDealingOrOpen = momentFact(
  'ownDealingOrOpen',
  {
    ru: 'заказ свой или ещё никем не занят',
    en: 'the dealing is their own or nobody joined it yet',
    uk: 'замовлення власне або ще ніким не зайняте',
  },
  {
    ru: 'заказ занят кем-то другим',
    en: 'somebody else joined the dealing',
    uk: 'замовлення зайняте кимось іншим',
  },
  'nobody',
);
export const joinedByPerson = momentFact(
  'joinedByPerson',
  {
    ru: 'человек присоединился к заказу',
    en: 'the person joined the dealing',
    uk: 'людина приєдналася до замовлення',
  },
  {
    ru: 'человек не присоединился к заказу',
    en: 'the person has not joined the dealing',
    uk: 'людина не приєдналася до замовлення',
  },
);
export const originUsable = momentFact(
  'originUsable',
  {
    ru: 'данные оставлены на этом сайте или подтверждены человеком',
    en: 'the data were left on this site or confirmed by the person',
    uk: 'дані залишено на цьому сайті або підтверджено людиною',
  },
  {
    ru: 'данные пришли не от человека и не подтверждены',
    en: 'the data did not come from the person and are not confirmed',
    uk: 'дані надійшли не від людини і не підтверджені',
  },
);
export const restricted = momentFact(
  'restricted',
  {
    ru: 'использование данных приостановлено',
    en: 'use of the data is paused',
    uk: 'використання даних призупинено',
  },
  {
    ru: 'использование данных не приостановлено',
    en: 'use of the data is not paused',
    uk: 'використання даних не призупинено',
  },
);
export const heldByDemand = momentFact(
  'heldByDemand',
  {
    ru: 'до подтверждения личности переводы отложены',
    en: 'transfers wait for a proof of identity',
    uk: 'до підтвердження особи перекази відкладено',
  },
  {
    ru: 'переводы не ждут подтверждения личности',
    en: 'no transfer waits for a proof of identity',
    uk: 'перекази не чекають на підтвердження особи',
  },
);
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
export const asShown = momentFact(
  'asShown',
  {
    ru: 'подтверждается ровно то, что было показано',
    en: 'what is confirmed is exactly what was shown',
    uk: 'підтверджується саме те, що було показано',
  },
  {
    ru: 'подтверждается не то, что было показано',
    en: 'what is confirmed is not what was shown',
    uk: 'підтверджується не те, що було показано',
  },
);
export const confirmedByPerson = momentFact(
  'confirmedByPerson',
  {
    ru: 'человек подтвердил перевод',
    en: 'the person confirmed the transfer',
    uk: 'людина підтвердила переказ',
  },
  {
    ru: 'человек не подтвердил перевод',
    en: 'the person has not confirmed the transfer',
    uk: 'людина не підтвердила переказ',
  },
);
export const asConfirmed = momentFact(
  'asConfirmed',
  {
    ru: 'сумма, получатель и данные те же, что подтвердил человек',
    en: 'amount, payee and data are those the person confirmed',
    uk: 'сума, отримувач і дані ті самі, що підтвердила людина',
  },
  {
    ru: 'сумма, получатель или данные не те, что подтвердил человек',
    en: 'amount, payee or data are not those the person confirmed',
    uk: 'сума, отримувач або дані не ті, що підтвердила людина',
  },
);
export const mayBeSent = momentFact(
  'mayBeSent',
  {
    ru: 'данные ещё не переданы, и разрешение действует',
    en: 'the data have not been handed over yet and the grant is alive',
    uk: 'дані ще не передано, і дозвіл діє',
  },
  {
    ru: 'данные уже переданы, или разрешение закончилось',
    en: 'the data have been handed over already, or the grant has ended',
    uk: 'дані вже передано, або дозвіл закінчився',
  },
);

export const purposeDeclared: DeclaredFact = {
  kind: 'declared',
  name: 'purposeDeclared',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'цель объявлена для этой службы',
    en: 'the purpose is declared for this service',
    uk: 'мету оголошено для цієї служби',
  },
  wordsNot: {
    ru: 'цель не объявлена для этой службы',
    en: 'the purpose is not declared for this service',
    uk: 'мету не оголошено для цієї служби',
  },
  declared: ({ service }) => service?.service.purposes.some(({ id }) => id === service.purpose) ?? false,
};
export const signInDeclared: DeclaredFact = {
  kind: 'declared',
  name: 'signInDeclared',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'вход в эту службу объявлен в Политике',
    en: 'signing in to this service is declared in the policy',
    uk: 'вхід до цієї служби оголошено в Політиці',
  },
  wordsNot: {
    ru: 'вход в эту службу не объявлен в Политике',
    en: 'signing in to this service is not declared in the policy',
    uk: 'вхід до цієї служби не оголошено в Політиці',
  },
  declared: ({ service }) => service !== null && service.service.signIn?.purpose === service.purpose,
};
export const fieldDeclaredForPurpose: DeclaredFact = {
  kind: 'declared',
  name: 'fieldDeclaredForPurpose',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'поле объявлено для этой цели',
    en: 'the field is declared for this purpose',
    uk: 'поле оголошено для цієї мети',
  },
  wordsNot: {
    ru: 'поле не объявлено для этой цели',
    en: 'the field is not declared for this purpose',
    uk: 'поле не оголошено для цієї мети',
  },
  declared: ({ service, field }) =>
    field !== null &&
    (service?.service.purposes.some(({ id, fields }) => id === service.purpose && fields.includes(field.id)) ?? false),
};
export const providerDeclared: DeclaredFact = {
  kind: 'declared',
  name: 'providerDeclared',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'платёжная система и способ объявлены в Политике',
    en: 'the provider and the method are declared in the policy',
    uk: 'платіжну систему і спосіб оголошено в Політиці',
  },
  wordsNot: {
    ru: 'платёжная система или способ не объявлены в Политике',
    en: 'the provider or the method is not declared in the policy',
    uk: 'платіжну систему або спосіб не оголошено в Політиці',
  },
  declared: ({ provider }) => provider?.provider.methods.some(({ id }) => id === provider.method) ?? false,
};
export const fieldRequiredByProvider: DeclaredFact = {
  kind: 'declared',
  name: 'fieldRequiredByProvider',
  values: 'yes-no',
  tell: 'asker',
  words: {
    ru: 'поле нужно этой платёжной системе для этого способа',
    en: 'the provider requires the field for this method',
    uk: 'поле потрібне цій платіжній системі для цього способу',
  },
  wordsNot: {
    ru: 'поле не нужно этой платёжной системе для этого способа',
    en: 'the provider does not require the field for this method',
    uk: 'поле не потрібне цій платіжній системі для цього способу',
  },
  declared: ({ provider, field }) =>
    // What is no declared field is whom to pay: no provider and method can do without.
    provider?.provider.methods.some(
      ({ id, fields }) => id === provider.method && (field === null || fields.some((one) => one.field === field.id)),
    ) ?? false,
};
