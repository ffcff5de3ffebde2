export { MessagePage, type MessagePageProps } from './pages/message-page.tsx';
export { MessagesPage, type MessagesPageProps, type SentMessage, type TopicState } from './pages/messages-page.tsx';
export { StopPage, type StopPageProps } from './pages/stop-page.tsx';
