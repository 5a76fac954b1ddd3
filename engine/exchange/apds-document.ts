import * as z from "zod/mini";

const text = z.string().check(z.maxLength(500));
const amount = z.number();
/** Kept as they are: they are names, or no price depends on them. */
const anything = z.optional(z.unknown());
const list = <Item extends z.ZodMiniType>(item: Item, most: number) => z.array(item).check(z.maxLength(most));

const versioned = { id: z.string().check(z.minLength(1), z.maxLength(200)), version: z.optional(z.int()) };
const reference = z.object({ ...versioned, className: anything });

const rateLineTaxSchema = z.object({
  taxIncluded: z.boolean(),
  taxRate: z.optional(amount),
  taxValue: z.optional(amount),
  labelForDisplay: anything,
  trigger: anything,
});

const rateLineSchema = z.object({
  id: anything,
  version: anything,
  description: anything,
  sequence: z.optional(z.int()),
  rateLineType: z.enum(["flatRate", "flatRateTier", "incrementingRate"]),
  value: amount,
  durationStart: z.optional(text),
  durationEnd: z.optional(text),
  incrementPeriod: z.optional(text),
  usageCondition: z.optional(text),
  rateLineTax: z.optional(rateLineTaxSchema),
  minValue: z.optional(amount),
  maxValue: z.optional(amount),
});
export type ApdsRateLine = z.infer<typeof rateLineSchema>;

const rateLineCollectionSchema = z.object({
  id: anything,
  version: anything,
  applicableCurrency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  collectionSequence: z.optional(z.int()),
  minTime: z.optional(text),
  maxTime: z.optional(text),
  minValueCollection: z.optional(amount),
  maxValueCollection: z.optional(amount),
  relativeTimes: z.optional(z.boolean()),
  referenceTimeStart: z.optional(text),
  referenceTimeEnd: z.optional(text),
  resetTime: z.optional(text),
  taxIncluded: z.optional(z.boolean()),
  taxRate: z.optional(amount.check(z.minimum(0), z.maximum(100))),
  taxValue: z.optional(amount),
  validStart: z.optional(text),
  validEnd: z.optional(text),
  rateLines: list(rateLineSchema, 100).check(z.minLength(1)),
});
export type ApdsCollection = z.infer<typeof rateLineCollectionSchema>;

const rateTableSchema = z.object({
  ...versioned,
  rateTableName: anything,
  rateTableID: anything,
  validityStart: z.optional(text),
  validityEnd: z.optional(text),
  validation: z.optional(z.boolean()),
  rateType: z.optional(text),
  activeTimes: z.optional(list(z.unknown(), 100)),
  availability: z.optional(text),
  rateResponsibleParty: anything,
  rateSupersedeLink: z.optional(z.unknown()),
  additionalInformation: anything,
  rateLineCollections: list(rateLineCollectionSchema, 30).check(z.minLength(1)),
});
export type ApdsRateTable = z.infer<typeof rateTableSchema>;

const dayWeekMonthSchema = z.object({
  applicableDay: z.optional(
    list(z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]), 7),
  ),
  applicableMonth: z.optional(list(text, 12)),
  applicableWeek: z.optional(list(z.unknown(), 5)),
  dayInMonth: z.optional(z.unknown()),
  weekInMonth: z.optional(z.unknown()),
});

const specialDaySchema = z.object({
  intersectWithApplicableDays: z.boolean(),
  specialDayType: text,
  publicHolidayName: z.optional(z.unknown()),
});

/** The standard has lists here; some write the one thing itself. */
const oneOrMore = <Item extends z.ZodMiniType>(item: Item, most: number) =>
  z.union([
    list(item, most),
    z.pipe(
      item,
      z.transform((one) => [one]),
    ),
  ]);

const periodSchema = z.object({
  periodName: anything,
  startOfPeriod: z.optional(text),
  endOfPeriod: z.optional(text),
  recurringDayWeekMonthPeriod: z.optional(oneOrMore(dayWeekMonthSchema, 20)),
  recurringSpecialDay: z.optional(oneOrMore(specialDaySchema, 20)),
  recurringTimePeriodOfDay: z.optional(oneOrMore(z.object({ startTimeOfPeriod: text, endTimeOfPeriod: text }), 20)),
});
export type ApdsPeriod = z.infer<typeof periodSchema>;

const overallPeriodSchema = z.object({
  overallStartTime: z.optional(text),
  overallEndTime: z.optional(text),
  validPeriods: z.optional(list(periodSchema, 50)),
  exceptionPeriods: z.optional(list(periodSchema, 50)),
});
export type ApdsOverallPeriod = z.infer<typeof overallPeriodSchema>;

const codeListEntry = z.object({ entryDefinedValue: text, codeListEntryId: anything, codeListId: anything });

const qualificationSchema = z.object({
  vehicleTypes: z.optional(list(z.object({ vehicleType: codeListEntry }), 50)),
  propulsionEnergyType: z.optional(list(text, 50)),
  userQualifications: z.optional(list(z.object({ userGroup: codeListEntry }), 50)),
  activeAssignedRight: z.optional(z.object({ id: text, className: anything })),
  withReservation: z.optional(z.unknown()),
  withMembership: z.optional(z.unknown()),
  membershipNames: z.optional(z.unknown()),
  memberOfOtherRateTable: z.optional(z.unknown()),
  rateTableMember: z.optional(z.unknown()),
  paymentMethod: z.optional(z.unknown()),
  emissions: z.optional(z.unknown()),
  assignRightTimes: z.optional(z.unknown()),
  grossWeightCharacteristics: z.optional(z.unknown()),
  heightCharacteristics: z.optional(z.unknown()),
  lengthCharacteristics: z.optional(z.unknown()),
  widthCharacteristics: z.optional(z.unknown()),
  vehicleLoads: z.optional(z.unknown()),
  freeToPark: z.optional(z.unknown()),
  linkedRightSpecification: z.optional(z.unknown()),
});
export type ApdsQualification = z.infer<typeof qualificationSchema>;

const rateEligibilitySchema = z.object({
  id: anything,
  version: anything,
  priority: z.optional(z.int()),
  combinable: z.optional(z.boolean()),
  eligibility: z.optional(
    z.object({
      id: anything,
      version: anything,
      description: anything,
      eligibilityName: anything,
      qualifications: z.optional(list(qualificationSchema, 20)),
      rightHolders: z.optional(list(z.unknown(), 100)),
    }),
  ),
  rateTable: z.optional(reference),
  /** Older systems call it so. */
  rate: z.optional(reference),
  rateDiscount: z.optional(
    z.object({
      fixedValue: z.optional(z.object({ currencyType: text, currencyValue: amount })),
      discountRate: z.optional(amount.check(z.minimum(0), z.maximum(100))),
    }),
  ),
});
export type ApdsRateEligibility = z.infer<typeof rateEligibilitySchema>;

const rightSpecificationSchema = z.object({
  id: anything,
  version: anything,
  description: anything,
  expiry: anything,
  financialReference: anything,
  issuer: anything,
  transferable: anything,
  transferableConditions: anything,
  type: anything,
  hierarchyElements: anything,
  credentials: anything,
  rightPools: anything,
  rateEligibility: z.optional(list(rateEligibilitySchema, 100)),
  validity: z.optional(
    z.union([
      z.object({ validityStatus: anything, validityTimeSpecification: overallPeriodSchema }),
      // Older systems have the periods in its place.
      z.pipe(
        z.object({ validPeriods: list(periodSchema, 50) }),
        z.transform((validityTimeSpecification) => ({ validityTimeSpecification })),
      ),
    ]),
  ),
});

/**
 * APDS version 4 as JSON: rate tables, and the right specifications that say when and for whom each of them is. Money
 * is a number of whole currency units.
 */
export const apdsDocumentSchema = z.object({
  rateTables: list(rateTableSchema, 100).check(z.minLength(1)),
  rightSpecifications: z.optional(list(rightSpecificationSchema, 100)),
});
export type ApdsDocument = z.infer<typeof apdsDocumentSchema>;
