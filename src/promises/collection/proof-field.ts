/** How the image of a proof lies in the vault: a name that no declared field can have, and its DPV 2.3 category. */
export const PROOF_FIELD = 'proof/image';
/** The machine-readable lines that were typed along with it. */
export const MRZ_FIELD = 'proof/mrz';
export const PROOF_CATEGORY = 'pd:OfficialID';
