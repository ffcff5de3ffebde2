export { FormsPage } from './console/forms-page.tsx';
