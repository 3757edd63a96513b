/** Something that orders contain. */
export interface Product {
	/** The item price's id without its currency. */
	entityId: string;
	entityType: 'plan_item_price' | 'addon_item_price' | 'charge_item_price';
	itemId: string;
	familyId: string;
	description: string;
	sku: string;
	/** Price in the size of cents; see `minorUnits`. */
	price: number;
}

export const products: readonly [Product, ...Product[]] = [
	{
		entityId: 'coffee-box-monthly',
		entityType: 'plan_item_price',
		itemId: 'coffee-box',
		familyId: 'coffee',
		description: 'Coffee box, monthly',
		sku: 'CB-01',
		price: 2490,
	},
	{
		entityId: 'tea-box-monthly',
		entityType: 'plan_item_price',
		itemId: 'tea-box',
		familyId: 'tea',
		description: 'Tea box "Assam & Ceylon"',
		sku: 'TB-02',
		price: 1990,
	},
	{
		entityId: 'grinder',
		entityType: 'charge_item_price',
		itemId: 'hand-grinder',
		familyId: 'equipment',
		description: 'Hand grinder; steel burrs',
		sku: 'GR-17/B',
		price: 8900,
	},
	{
		entityId: 'extra-beans',
		entityType: 'addon_item_price',
		itemId: 'beans',
		familyId: 'coffee',
		description: 'Extra beans 500 g',
		sku: 'XB-05',
		price: 1250,
	},
	{
		entityId: 'cafe-creme',
		entityType: 'addon_item_price',
		itemId: 'creme',
		familyId: 'coffee',
		description: 'Café crème, entkoffeiniert',
		sku: 'CC-09',
		price: 1120,
	},
];
