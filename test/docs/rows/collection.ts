import type { Row } from './row.ts';

export const collection: readonly Row[] = [
  {
    starts: 'To communicate with us',
    en: 'Fields are declared; a value that is not of its declared form is refused by the name of its field.',
    ru: 'Поля объявлены; значение не той формы не принимается, и называется только поле.',
    where: ['collection/field-values.ts', 'policy/declarations/fields.json'],
  },
  {
    starts: 'Required fields are marked',
    en: 'Pages mark them from the declarations.',
    ru: 'Страницы отмечают их по объявлениям.',
    where: ['src/ui/declared-field.tsx'],
  },
  {
    starts: 'Beside each field',
    en: 'Each declared field carries its reason and its retention; when the term is over its values are erased, and the history says so.',
    ru: 'У каждого объявленного поля есть причина и срок хранения; когда срок истёк, значения стираются, и об этом есть запись в истории.',
    where: [
      'agreement/pages/own-data-page.tsx',
      'src/kernel/policy/declarations.ts',
      'agreement/erasure/forget-expired.ts',
    ],
  },
  {
    starts: 'While required fields',
    en: 'Only the acts of the conversation ask the fact that the required fields are there.',
    ru: 'О том, заполнены ли обязательные поля, спрашивают только действия переписки.',
    where: ['collection/start-conversation.ts', 'collection/required-fields.ts'],
  },
  {
    starts: 'What you leave in a form',
    en: 'Opening is one act and one entry: the fields of that form, for the one who took it, until it is closed.',
    ru: 'Открытие — одно действие и одна запись: поля этой формы, для того, кто взял обращение, пока оно не закрыто.',
    where: ['collection/inbox/answer-submission.ts', 'collection/inbox/facts.ts'],
  },
  {
    starts: 'You see each such opening',
    en: 'The entry stands in the person’s own chain before a value opens.',
    ru: 'Запись стоит в цепочке самого человека прежде, чем открыто значение.',
    where: ['collection/inbox/answer-submission.ts', 'agreement/see-own-history.ts'],
  },
  {
    starts: 'Staff may ask for a mail',
    en: 'The mail holds one number and goes once a day to the address the member of staff left.',
    ru: 'В письме одно число; оно идёт раз в день на адрес, который сотрудник оставил сам.',
    where: ['collection/inbox/hand-over-count.ts', 'collection/inbox/send-count-job.ts'],
  },
  {
    starts: 'To check the data',
    en: 'A demand is an act of staff with an entry in the person’s history.',
    ru: 'Требование — действие сотрудника, и в истории человека есть о нём запись.',
    where: ['collection/demand-proof.ts'],
  },
  {
    starts: 'Such a demand names',
    en: 'None of these can be left out; what is held back comes from a closed list.',
    ru: 'Ничего из этого нельзя пропустить; что будет до проверки, выбирается из закрытого списка.',
    where: ['collection/demand-proof.ts', 'collection/closed-lists.ts'],
  },
  {
    starts: 'You choose the way',
    en: 'A document is decoded within limits, made anew as a picture without its metadata and marked with site, purpose and day; pages of a PDF file are drawn and nothing in it is run; a time at a desk is taken once, and the code is checked once.',
    ru: 'Документ разбирается с ограничениями, из него создаётся новая картинка без служебных данных, с отметкой сайта, цели и дня; страницы PDF рисуются, и ничто в нём не выполняется; время визита занимают один раз, и код проверяется один раз.',
    where: [
      'collection/prove-online.ts',
      'collection/take-desk-code.ts',
      'collection/evidence/read-document.ts',
      'collection/desk/store.ts',
    ],
  },
  {
    starts: 'A postal address can',
    en: 'Another than who demanded prints the letter, and the address opens once for it; the person enters the code, once and in time.',
    ru: 'Письмо печатает не тот, кто потребовал, и адрес для этого открывается один раз; код человек вводит один раз и в срок.',
    where: ['collection/letter/make-letter.ts', 'collection/letter/enter-proof-code.ts'],
  },
  {
    starts: 'We keep the decision',
    en: 'The decision and a reason from a closed list stay with the demand and in the ledger.',
    ru: 'Решение и причина из закрытого списка остаются при требовании и в журнале.',
    where: ['collection/decide-proof.ts', 'collection/keep-decision.ts'],
  },
  {
    starts: 'The document you sent',
    en: 'The decision destroys the image with its key in the same commit; one that nobody decided on goes after thirty days. Both are entries.',
    ru: 'Решение тут же уничтожает изображение вместе с ключом; не дождавшееся решения уничтожается через тридцать дней. О том и другом есть запись.',
    where: ['collection/keep-decision.ts', 'collection/forget-evidence.ts'],
  },
  {
    starts: 'If a proof is not accepted',
    en: 'The reason is shown, another proof may be given, and the person may object once to each decision.',
    ru: 'Причина показана, можно прислать другое доказательство и один раз возразить на решение.',
    where: ['collection/see-demands.ts', 'collection/objection/object-to-decision.ts'],
  },
  {
    starts: 'Whoever decided does',
    en: 'The rule asks whether the one who answers neither demanded nor decided.',
    ru: 'Правило спрашивает, не требовал ли и не решал ли тот, кто отвечает.',
    where: ['collection/objection/decide-objection.ts', 'collection/objection/objection-facts.ts'],
  },
  {
    starts: 'Whoever demands',
    en: 'The rule asks whether the one who decides is another than the one who demanded.',
    ru: 'Правило спрашивает, другой ли человек решает, чем тот, кто потребовал.',
    where: ['collection/reviewing.ts', 'collection/decide-proof.ts'],
  },
  {
    starts: 'If we have only one',
    en: 'The fact then has the value that there is one alone, and the entry holds it.',
    ru: 'Тогда факт говорит, что проверяющий один, и это есть в записи.',
    where: ['collection/reviewing.ts'],
  },
  {
    starts: 'A proven field',
    en: 'The value carries when and how it was verified, and loses the mark when it is corrected.',
    ru: 'При значении записано, когда и как оно проверено; после исправления отметка пропадает.',
    where: ['collection/keep-decision.ts', 'src/kernel/vault/keyring.ts'],
  },
  {
    starts: 'Your account shows',
    en: 'The account lists the demands and decisions, and the history has an entry for each.',
    ru: 'Учётная запись перечисляет требования и решения, и о каждом есть запись в истории.',
    where: ['collection/see-demands.ts'],
  },
];
