import type { InterfaceWords } from '../words.ts';

export const forms: InterfaceWords['forms'] = {
  optional: 'optional',
  problemsTitle: 'That did not quite work',
  problemsLead: 'Nothing was saved. Correct what is marked and send it again.',
  problemPrefix: 'Error:',
  chooseCountry: 'Choose a country',
  choose: 'Choose',
  problems: {
    missing: 'This field must be filled in',
    malformed: 'This cannot be written like that, please check',
    'malformed-email': 'This does not look like an e-mail address: it takes the form name@site',
    'malformed-phone': 'Write the number with a plus and the country code: +380…, +44…',
    'malformed-date': 'There is no such date',
    'too-long': 'Too long',
    'too-short': 'Too short',
    'too-common': 'This password is too well known, think of another',
    'not-in-list': 'Choose one from the list',
    'wrong-password': 'The password is not right',
  },
  hints: {
    'latin-name': 'In Latin letters, as your bank knows it. We do not change letters for you',
    iban: 'Begins with the two letters of the country',
    phone: 'With a plus and the country code',
    email: 'Nothing is sent to it about registering',
  },
  address: {
    street: 'Street',
    building: 'House, flat',
    postcode: 'Postcode',
    town: 'Town or village',
    region: 'Region or county',
    country: 'Country',
  },
  password: 'Password',
  passwordHint: (minimum) => `At least ${minimum} characters. Any long phrase will do.`,
};
