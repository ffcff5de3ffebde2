/** What `prove` and the page of the policy say around the probes. */
export const prove = {
  did: 'сделано',
  saw: 'увидено',
  onTwin: 'на двойнике',
  onServer: 'на работающем сервере, только чтение',
  assumptions: 'На чём это держится и чего программа показать не может',
  assumptionsLead: 'Этого никакая программа не покажет о себе сама. Если что-то из этого неверно, неверна и Политика.',
  end: ({ version, ran, passed, notRun }: ProveEnd) =>
    `Версия ${version}. Проверено: ${ran}, из них верно: ${passed}, неверно: ${ran - passed}; не выполнено: ${notRun}.`,
};

interface ProveEnd {
  readonly version: number;
  readonly ran: number;
  readonly passed: number;
  readonly notRun: number;
}
