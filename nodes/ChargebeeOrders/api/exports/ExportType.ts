import type { Filter } from '../filters';
import type { ScalarParameter } from '../parameter';

import { exportForms } from './exportEnumerations';

/** A kind of data that Chargebee exports: one endpoint, `POST /api/v2/exports/{value}`. */
export interface ExportType {
	/** The API's own name. Stored in workflows: never changed. */
	readonly value: string;
	/** What the editor calls it. */
	readonly name: string;
	/** What it is about, for the list of all exports; without a final period. */
	readonly about: string;
	/** The product catalogs whose sites have it: plans and addons are of 1.0, items of 2.0. */
	readonly catalog: 'both' | '1.0' | '2.0';
	/** Whether Chargebee calls it deprecated. */
	readonly deprecated?: true;
	/** Request fields beside the filters. */
	readonly parameters: readonly ScalarParameter[];
	/** In the order of the editor: what is asked for most comes first. */
	readonly filters: readonly Filter[];
	/** A sentence on what cannot be filtered by here. */
	readonly filterNote?: string;
}

/** What the rows are for; some exports can be read into Chargebee again. */
export const exportForm: ScalarParameter = {
	name: 'export_type',
	kind: 'enum',
	values: exportForms,
	description: 'Whether the columns are those for reading, or those that an import into Chargebee takes',
};
