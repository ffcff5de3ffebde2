export { LeavingPage } from './pages/leaving-page.tsx';
