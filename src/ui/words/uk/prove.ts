import type { InterfaceWords } from '../words.ts';

export const prove: InterfaceWords['prove'] = {
  did: 'зроблено',
  saw: 'побачено',
  onTwin: 'на двійнику',
  onServer: 'на працюючому сервері, лише читання',
  assumptions: 'На чому це тримається і чого програма показати не може',
  assumptionsLead: 'Цього жодна програма не покаже про себе сама. Якщо щось із цього не так, не така й Політика.',
  end: ({ version, ran, passed, notRun }) =>
    `Версія ${version}. Перевірено: ${ran}, з них правильно: ${passed}, неправильно: ${ran - passed}; не виконано: ${notRun}.`,
};
