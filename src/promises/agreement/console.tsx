export { ErasuresPage } from './console/erasures-page.tsx';
export { FormsPage } from './console/forms-page.tsx';
