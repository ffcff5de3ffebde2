import type { Row } from './row.ts';

export const links: readonly Row[] = [
  { starts: 'The site may hold links', en: 'A statement.', ru: 'Утверждение.' },
  { starts: 'We are not responsible', en: 'A statement.', ru: 'Утверждение.' },
  {
    starts: 'Every link that leads away',
    en: 'Pages make links through one component, which marks them; Markdown goes through it as well.',
    ru: 'Страницы делают ссылки одним компонентом, он их и отмечает; Markdown проходит через него же.',
    where: ['src/ui/link.tsx', 'src/ui/safe-href.ts', 'src/ui/markdown.tsx'],
    probes: ['outbound-links-are-marked-as-leaving'],
  },
  {
    starts: 'Until you follow it',
    en: 'No page loads anything from elsewhere; a picture in a text becomes a link.',
    ru: 'Страницы ничего не загружают с других сайтов; картинка в тексте становится ссылкой.',
    where: ['src/edge/headers.ts', 'src/ui/markdown.tsx'],
    probes: [
      'no-third-party-request-on-public-pages',
      'no-third-party-request-inside-the-account',
      'no-third-party-request-inside-the-console',
    ],
  },
  {
    starts: 'And when you do',
    en: 'The link asks for no referrer, and so does the header of every answer.',
    ru: 'Об этом просит и сама ссылка, и заголовок каждого ответа.',
    where: ['src/ui/link.tsx', 'src/edge/headers.ts'],
    probes: ['outbound-links-are-marked-as-leaving', 'nobody-is-led-away'],
  },
  {
    starts: 'We keep a list',
    en: 'A page of the console: each host, where its links stand and since which version.',
    ru: 'Страница в консоли: каждый сайт, где стоят ссылки на него и с какой версии.',
    where: ['links/outbound-links.ts', 'links/console/outbound-page.tsx'],
    probes: ['outbound-links-are-marked-as-leaving'],
  },
  { starts: 'This policy covers only', en: 'A statement.', ru: 'Утверждение.' },
  { starts: 'It does not speak', en: 'A statement.', ru: 'Утверждение.' },
  {
    starts: 'If such data reached us',
    en: 'Each stored value carries its origin; services, staff and bulletins get nothing from elsewhere until it is confirmed.',
    ru: 'У каждого значения записано происхождение; чужого не получают ни службы, ни сотрудники, ни рассылки, пока человек не подтвердит.',
    where: ['agreement/confirm-origin.ts', 'use/asking/ask-fields.ts', 'links/import-person.ts'],
    probes: ['what-came-from-elsewhere-is-used-by-nobody'],
  },
  {
    starts: 'Data that you left on this site',
    en: 'The owner’s statement, and an import that names it.',
    ru: 'Заявление владельца и перенос данных со ссылкой на него.',
    where: ['links/record-earlier-text.ts', 'links/import-person.ts'],
    probes: ['what-came-from-elsewhere-is-used-by-nobody'],
  },
];
