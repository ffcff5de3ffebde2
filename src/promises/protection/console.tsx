export { LegalRequestPage } from './console/legal-request-page.tsx';
export { LegalRequestsPage, NeedTwo } from './console/legal-requests-page.tsx';
export { NewLegalRequestPage } from './console/new-legal-request-page.tsx';
export { LEGAL_FORM_BYTES_MAX } from './limits.ts';
