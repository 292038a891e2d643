/** The parts of SARIF 2.1.0 that are written (OASIS, "Static Analysis Results Interchange Format"). */
export interface SarifRegion {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  /** Exclusive, in UTF-16 units. */
  readonly endColumn: number
  readonly snippet?: SarifText
}

export interface SarifText {
  readonly text: string
}

export interface SarifLocation {
  readonly id?: number
  readonly message?: SarifText
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: '%SRCROOT%' }
    readonly region?: SarifRegion
  }
}

export interface SarifResult {
  readonly ruleId: string
  readonly ruleIndex?: number
  readonly level: 'error' | 'warning' | 'note'
  readonly message: SarifText
  readonly locations: readonly SarifLocation[]
  readonly partialFingerprints: Readonly<Record<string, string>>
  readonly relatedLocations?: readonly SarifLocation[]
  readonly fixes?: readonly SarifFix[]
}

export interface SarifFix {
  readonly description: SarifText
  readonly artifactChanges: readonly {
    readonly artifactLocation: SarifLocation['physicalLocation']['artifactLocation']
    readonly replacements: readonly {
      readonly deletedRegion: SarifRegion
      readonly insertedContent: SarifText
    }[]
  }[]
}

export interface SarifNotification {
  readonly level: 'error' | 'warning' | 'note'
  readonly message: SarifText
  readonly associatedRule?: { readonly id: string }
  readonly locations?: readonly SarifLocation[]
}
