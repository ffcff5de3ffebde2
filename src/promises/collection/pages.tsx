export { ConversationPage } from './pages/conversation-page.tsx';
export { ConversationsPage } from './pages/conversations-page.tsx';
export { DeskCodePage } from './pages/desk-code-page.tsx';
export { type ProofAnswer, ProofsPage, type ProofsPageProps } from './pages/proofs-page.tsx';
export type { FileProblem } from './pages/send-file.tsx';
