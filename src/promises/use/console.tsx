export { QualityPage } from './console/quality-page.tsx';
