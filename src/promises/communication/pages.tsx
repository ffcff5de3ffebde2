export { MessagePage } from './pages/message-page.tsx';
export { MessagesPage } from './pages/messages-page.tsx';
export { StopPage } from './pages/stop-page.tsx';
