import type { InterfaceWords } from '../words.ts';

export const prove: InterfaceWords['prove'] = {
  did: 'did',
  saw: 'saw',
  onTwin: 'on a twin',
  onServer: 'on the running server, reading only',
  assumptions: 'What this rests on, and no program can show',
  assumptionsLead: 'No program can show these of itself. If one of them is not so, neither is the policy.',
  end: ({ version, ran, passed, notRun }) =>
    `Version ${version}. Probes run: ${ran}, passed: ${passed}, failed: ${ran - passed}; not run: ${notRun}.`,
};
