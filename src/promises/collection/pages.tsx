export { ConversationPage, type ConversationPageProps } from './pages/conversation-page.tsx';
export { ConversationsPage, type ConversationsPageProps } from './pages/conversations-page.tsx';
export { DeskCodePage, type DeskCodePageProps } from './pages/desk-code-page.tsx';
export { type ProofAnswer, ProofsPage, type ProofsPageProps } from './pages/proofs-page.tsx';
