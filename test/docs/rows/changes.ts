import type { Row } from './row.ts';

export const changes: readonly Row[] = [
  {
    starts: 'The policy may change',
    en: 'Publishing writes a version and an entry, and no job.',
    ru: 'Публикация создаёт версию и запись, но не рассылку.',
    where: ['changes/publish-policy.ts'],
    probes: ['publishing-tells-nobody'],
  },
  {
    starts: 'A new version takes effect',
    en: 'One transaction; entries under way are waited for, so that none by the old version appears afterwards.',
    ru: 'Одна транзакция; начатые записи дожидаются, поэтому после неё не появится ни одной по старой версии.',
    where: ['changes/publish-policy.ts', 'changes/store.ts'],
    probes: ['in-force-with-the-next-decision'],
  },
  {
    starts: 'The very next decision',
    en: 'Each decision reads the number in force in its own moment, and its entry names number and digest.',
    ru: 'Каждое решение читает номер версии в свой миг, и его запись называет номер и контрольную сумму.',
    where: ['src/kernel/gate/moment.ts'],
    probes: ['in-force-with-the-next-decision', 'published-is-what-decides'],
  },
  {
    starts: 'The owner of the site or whoever runs the server publishes',
    en: 'An act that the floor permits to these two, with an entry that anybody can find in the log.',
    ru: 'Действие, которое неизменная основа разрешает этим двоим; запись о нём есть в общем журнале.',
    where: ['changes/publish-policy.ts', 'src/kernel/policy/floor.cedar'],
  },
  {
    starts: 'A published version never',
    en: 'A stored version whose digest does not fit does not open.',
    ru: 'Версия, контрольная сумма которой не сходится, не откроется.',
    where: ['src/kernel/policy/open-version.ts'],
    probes: ['former-versions-stay-as-they-were'],
  },
  {
    starts: 'You can follow the changes',
    en: 'Pages and feeds, open to everyone.',
    ru: 'Страницы и ленты, открытые всем.',
    where: ['src/edge/web/changes.tsx', 'src/edge/web/feeds.ts'],
    probes: ['people-can-track-the-changes'],
  },
  {
    starts: 'The policy page keeps',
    en: 'The page of versions, and a page for each.',
    ru: 'Страница версий и страница каждой из них.',
    where: ['changes/pages/versions-page.tsx', 'changes/pages/version-page.tsx'],
    probes: ['former-versions-stay-as-they-were'],
  },
  {
    starts: 'Any two versions',
    en: 'Words by sentence and word; behaviour by going through every case; then every declaration that differs.',
    ru: 'Слова — по предложениям и словам; поведение — перебором всех случаев; затем все отличия в объявлениях.',
    where: ['src/edge/web/changes-on-page.ts', 'src/kernel/policy/diff.ts', 'changes/pages/changes-page.tsx'],
    probes: ['people-can-track-the-changes'],
  },
  {
    starts: 'The Atom and JSON feeds',
    en: 'Each entry of a feed holds the whole difference as text.',
    ru: 'В каждой записи ленты — вся разница в виде текста.',
    where: ['src/edge/web/feeds.ts'],
    probes: ['people-can-track-the-changes'],
  },
  {
    starts: 'You can find out which',
    en: '/policy/at/ and an instant leads to the version of then; /policy.json is the whole version.',
    ru: '/policy/at/ с моментом времени ведёт к тогдашней версии; /policy.json — вся версия целиком.',
    where: ['src/edge/web/changes.tsx'],
  },
  {
    starts: 'Once signed in',
    en: 'Each recorded decision is made once more by the rules of the chosen version, from the facts in its entry.',
    ru: 'Каждое записанное решение принимается ещё раз по правилам выбранной версии, по фактам из записи.',
    where: ['changes/replay-own-history.ts', 'src/kernel/policy/replay.ts'],
    probes: ['own-year-under-other-rules'],
  },
];
