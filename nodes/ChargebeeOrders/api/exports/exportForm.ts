import type { ScalarParameter } from '../parameter';

import { exportForms } from './enumerations';

/** What the rows are for; some exports can be read into Chargebee again. */
export const exportForm: ScalarParameter = {
	name: 'export_type',
	kind: 'enum',
	values: exportForms,
	description: 'Whether the columns are those for reading, or those that an import into Chargebee takes',
};
