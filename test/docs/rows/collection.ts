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
    en: 'Each declared field carries its reason and its retention.',
    ru: 'У каждого объявленного поля есть причина и срок хранения.',
    where: ['agreement/pages/own-data-page.tsx', 'src/kernel/policy/declarations.ts'],
    lacks: { en: 'erasure when the term ends', ru: 'удаления по окончании срока' },
  },
  {
    starts: 'While required fields',
    en: 'Only the acts of the conversation ask the fact that the required fields are there.',
    ru: 'О том, заполнены ли обязательные поля, спрашивают только действия переписки.',
    where: ['collection/start-conversation.ts', 'collection/required-fields.ts'],
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
    en: 'An image is decoded within limits and made anew without its metadata; at a desk a code is checked once.',
    ru: 'Изображение разбирается с ограничениями и создаётся заново, без служебных данных; код у стола проверяется один раз.',
    where: ['collection/prove-online.ts', 'collection/take-desk-code.ts', 'collection/reencode-image.ts'],
    lacks: { en: 'PDF files', ru: 'файлов PDF' },
  },
  {
    starts: 'We keep the decision',
    en: 'The decision and a reason from a closed list stay with the demand and in the ledger.',
    ru: 'Решение и причина из закрытого списка остаются при требовании и в журнале.',
    where: ['collection/decide-proof.ts', 'collection/keep-decision.ts'],
  },
  {
    starts: 'The document you sent',
    en: 'The key of the evidence is destroyed by an act of the worker, with its entry.',
    ru: 'Ключ документа уничтожает сервер отдельным действием, и о нём есть запись.',
    where: ['collection/forget-evidence.ts', 'collection/forget-evidence-job.ts'],
  },
  {
    starts: 'If a proof is not accepted',
    en: 'The reason is shown, and another proof may be given.',
    ru: 'Причина показана, можно прислать другое доказательство.',
    where: ['collection/see-demands.ts'],
    lacks: { en: 'an objection as an act of its own', ru: 'возражения как отдельного действия' },
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
