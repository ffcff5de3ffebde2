// A script of your own pages, from your own server: marks every link that leaves the site, for the eye and for screen
// readers, and takes the referrer away. It asks nobody for anything and keeps nothing. Links that are added later are
// marked as well.
//   <script src="/mark-links.js" defer data-words="(another site; our policy does not cover it)"></script>
const words = document.currentScript?.dataset.words ?? '(another site; our policy does not cover it)';

function mark(link) {
  if (!/^https?:$/.test(link.protocol) || link.host === location.host || link.dataset.leaving !== undefined) return;
  link.dataset.leaving = '';
  link.relList.add('noopener', 'noreferrer', 'external');
  link.referrerPolicy = 'no-referrer';
  const sign = document.createElement('span');
  sign.setAttribute('aria-hidden', 'true');
  sign.textContent = ' ↗';
  const said = document.createElement('span');
  said.className = 'leaving-words';
  said.textContent = ` ${words}`;
  // Heard and not seen, without a style sheet of ours: a page's own policy may allow no inline style attribute.
  Object.assign(said.style, {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  });
  link.append(sign, said);
}

const markAll = (root) => {
  for (const link of root.querySelectorAll('a[href]')) mark(link);
};

const begin = () => {
  markAll(document);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches('a[href]')) mark(node);
        markAll(node);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
};
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin, { once: true });
else begin();
