import type { BankAddress, BankOrder } from './bank-order.ts';

/**
 * ISO 20022 pain.001.001.09 with one credit transfer. Addresses are structured: unstructured lines are refused by banks
 * from November 2026 on. Written part by part, because nothing is ever read from XML here.
 */
export function paymentFile(order: BankOrder): string {
  const { id, at, amount, currency, payer, payee } = order;
  const total = [element('NbOfTxs', '1'), element('CtrlSum', amount)];
  const header = element('GrpHdr', [
    element('MsgId', id),
    element('CreDtTm', at.toISOString().slice(0, 19)),
    ...total,
    element('InitgPty', [element('Nm', payer.name)]),
  ]);
  const payment = element('PmtInf', [
    element('PmtInfId', id),
    element('PmtMtd', 'TRF'),
    ...total,
    ...(currency === 'EUR' ? [element('PmtTpInf', [element('SvcLvl', [element('Cd', 'SEPA')])])] : []),
    element('ReqdExctnDt', [element('Dt', at.toISOString().slice(0, 10))]),
    element('Dbtr', [element('Nm', payer.name), ...addressOf(payer.address)]),
    accountOf('DbtrAcct', payer.account),
    element('DbtrAgt', [element('FinInstnId', [agentOf(order.bic)])]),
    element('ChrgBr', currency === 'EUR' ? 'SLEV' : 'SHAR'),
    element('CdtTrfTxInf', [
      element('PmtId', [element('EndToEndId', id)]),
      element('Amt', [`<InstdAmt Ccy="${inXml(currency)}">${inXml(amount)}</InstdAmt>`]),
      element('Cdtr', [element('Nm', payee.name)]),
      accountOf('CdtrAcct', payee.account),
    ]),
  ]);
  const namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace}">${element('CstmrCdtTrfInitn', [header, payment])}</Document>\n`;
}

/** The order of the parts is the schema's. */
const ADDRESS = [
  ['StrtNm', 'street'],
  ['BldgNb', 'building'],
  ['PstCd', 'postcode'],
  ['TwnNm', 'town'],
  ['CtrySubDvsn', 'region'],
  ['Ctry', 'country'],
] as const;

function addressOf(address: BankAddress | null): readonly string[] {
  if (address === null) return [];
  const parts = ADDRESS.flatMap(([name, part]) => {
    const text = address[part];
    return text === undefined || text === '' ? [] : [element(name, text)];
  });
  return [element('PstlAdr', parts)];
}

function accountOf(name: string, iban: string): string {
  return element(name, [element('Id', [element('IBAN', iban)])]);
}

function agentOf(bic: string | null): string {
  return bic === null ? element('Othr', [element('Id', 'NOTPROVIDED')]) : element('BICFI', bic);
}

function element(name: string, content: string | readonly string[]): string {
  return `<${name}>${typeof content === 'string' ? inXml(content) : content.join('')}</${name}>`;
}

function inXml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
