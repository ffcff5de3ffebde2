export { DisclosuresPage } from './pages/disclosures-page.tsx';
export { MatrixPage } from './pages/matrix-page.tsx';
export { StoragePage } from './pages/storage-page.tsx';
export { TransparencyPage } from './pages/transparency-page.tsx';
