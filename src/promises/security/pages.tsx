/** The pages of this promise for the person; those of the administration are in console.tsx. */
export { CodePage } from './pages/code-page.tsx';
export { GuardPage } from './pages/guard-page.tsx';
export { OneTimeCodesPage } from './pages/one-time-codes-page.tsx';
export { PresencePage } from './pages/presence-page.tsx';
export { ProveAddressPage } from './pages/prove-address-page.tsx';
export { RecoverPage } from './pages/recover-page.tsx';
export { RecoveriesNotice } from './pages/recoveries-notice.tsx';
export { RecoveryCodesPage } from './pages/recovery-codes-page.tsx';
export { SessionsPage } from './pages/sessions-page.tsx';
export { SignInPage } from './pages/sign-in-page.tsx';
export { SignedOutPage } from './pages/signed-out-page.tsx';
export { StaffRequestPage } from './pages/staff-request-page.tsx';
export { UnmaskingsPage } from './pages/unmaskings-page.tsx';
