export { SignInPage } from './pages/sign-in-page.tsx';
export { SignedOutPage } from './pages/signed-out-page.tsx';
