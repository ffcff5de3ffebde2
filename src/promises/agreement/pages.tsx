export { AccountPage, type AccountPageProps } from './pages/account-page.tsx';
export { type HistoryEntry, HistoryPage } from './pages/history-page.tsx';
export { type HeldField, OwnDataPage } from './pages/own-data-page.tsx';
export { ReceiptsPage } from './pages/receipts-page.tsx';
export { RegisterPage } from './pages/register-page.tsx';
export { RegisteredPage } from './pages/registered-page.tsx';
