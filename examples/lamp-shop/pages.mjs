// The shop's pages: text in, HTML out, everything that comes from outside escaped.
const escaped = (text) =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const price = (kopecks) => `${new Intl.NumberFormat('ru', { minimumFractionDigits: 2 }).format(kopecks / 100)} UAH`;

const STYLE = `
:root { color-scheme: light dark; font: 1.05rem/1.5 system-ui, sans-serif }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; color: light-dark(#1c1c28, #eee); background: light-dark(#fff, #16161d) }
a { color: light-dark(#3a2bb0, #b8b0ff) }
.lamp { border: 1px solid light-dark(#ccc, #555); border-radius: .6rem; padding: 1rem; margin: 1rem 0 }
.lamp h2 { margin: 0 }
button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: .4rem; background: #3a2bb0; color: #fff; cursor: pointer }
footer { border-top: 1px solid light-dark(#ccc, #555); margin-top: 2rem; padding-top: 1rem }`;

const page = (title, policy, body) => `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>${body}</main>
<footer><a href="${escaped(policy)}">Политика</a> · Хрусталь нам делают
<a href="https://crystal.example/works">стекольные мастера</a></footer></body></html>`;

export function shopPage({ lamps, ways, buyer, policy, subscribe }) {
  const greeting =
    buyer === undefined
      ? '<p><a href="/sign-in">Войти с учётной записью сайта</a>, чтобы заказать.</p>'
      : `<p>Здравствуйте${buyer.name === null ? '' : `, ${escaped(buyer.name)}`}!</p>
<form method="post" action="/sign-out"><button>Выйти</button></form>`;
  const mine = (buyer?.orders ?? []).map(
    ({ id, lamp }) => `<li><a href="/orders/${id}">${escaped(lamp.name)}</a></li>`,
  );
  const list = lamps.map(
    (lamp) => `<section class="lamp" aria-labelledby="${lamp.id}"><h2 id="${lamp.id}">${escaped(lamp.name)}</h2>
<p>${price(lamp.price)}</p>${buyer === undefined ? '' : orderForm(lamp, ways)}</section>`,
  );
  return page(
    'Хрустальные светильники',
    policy,
    `${greeting}${mine.length === 0 ? '' : `<h2>Ваши заказы</h2><ul>${mine.join('')}</ul>`}${list.join('')}
<p><a href="${escaped(subscribe)}">Подписаться на новости</a></p>`,
  );
}

const orderForm = (
  { id, name },
  ways,
) => `<form method="post" action="/orders"><input type="hidden" name="lamp" value="${id}">
<fieldset><legend>Как платить</legend>
${ways.map((way, n) => `<label><input type="radio" name="pay" value="${escaped(way.id)}"${n ? '' : ' checked'}> ${escaped(way.words)}</label>`).join('\n')}</fieldset>
<p><button aria-label="Заказать: ${escaped(name)}">Заказать</button></p></form>`;

/** How the transfer stands, as the site told it. */
const STANDS = {
  accepted: 'Платёж принят к исполнению.',
  refused: 'Платёж отклонён.',
  unknown: 'Об исходе платежа ещё нет сведений.',
  paid: 'Оплачено.',
  failed: 'Оплата не прошла.',
  refunded: 'Деньги возвращены.',
  cancelled: 'Платёж отменён.',
};

export function orderPage({ order, given, join, policy }) {
  const address = given?.address ? JSON.parse(given.address) : null;
  const where =
    address === null
      ? `<p>Адреса у нас ещё нет. <a href="${escaped(join)}">Присоединитесь к заказу</a> на сайте.</p>`
      : `<p>Привезём: ${escaped([address.postcode, address.town, address.street, address.building].join(', '))}.
Получатель: ${escaped(given.name)}.</p>`;
  return page(
    `Заказ ${order.id}`,
    policy,
    `<p>${escaped(order.lamp.name)}, ${price(order.lamp.price)}. ${STANDS[order.status] ?? ''}</p>${where}
<p><a href="/">В магазин</a></p>`,
  );
}
