export { SignInPage, type SignInPageProps } from './pages/sign-in-page.tsx';
export { SignedOutPage, type SignedOutPageProps } from './pages/signed-out-page.tsx';
