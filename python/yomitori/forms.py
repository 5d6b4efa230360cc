"""The types of the records' data, a `TypedDict` for each shipped form. Made by `make_forms.py` from the JSON Schema; not edited.

>>> organization: DaikoKikanOrganization = record.data["organization"]
"""

from __future__ import annotations

from typing import Literal, TypedDict


class DaikoKikanOrganizationAddress(TypedDict):
    """address"""

    text: str | None
    """基本情報 > 所在地(住所) > 記載"""
    postal_code: str | None
    """基本情報 > 所在地(住所) > 郵便番号"""
    prefecture: Literal['北海道', '青森県', '岩手県', '宮城県', '秋田県', '山形県', '福島県', '茨城県', '栃木県', '群馬県', '埼玉県', '千葉県', '東京都', '神奈川県', '新潟県', '富山県', '石川県', '福井県', '山梨県', '長野県', '岐阜県', '静岡県', '愛知県', '三重県', '滋賀県', '京都府', '大阪府', '兵庫県', '奈良県', '和歌山県', '鳥取県', '島根県', '岡山県', '広島県', '山口県', '徳島県', '香川県', '愛媛県', '高知県', '福岡県', '佐賀県', '長崎県', '熊本県', '大分県', '宮崎県', '鹿児島県', '沖縄県'] | None
    """基本情報 > 所在地(住所) > 都道府県"""


class DaikoKikanOrganizationContact(TypedDict):
    """contact"""

    text: str | None
    """基本情報 > 窓口となるメールアドレス > 記載"""
    email: str | None
    """基本情報 > 窓口となるメールアドレス > メールアドレス"""


class DaikoKikanOrganization(TypedDict):
    """organization"""

    name: str | None
    """基本情報 > 機関名"""
    address: DaikoKikanOrganizationAddress
    phone: str | None
    """基本情報 > 電話番号"""
    fax: str | None
    """基本情報 > FAX番号"""
    website: str | None
    """基本情報 > ホームページアドレス"""
    contact: DaikoKikanOrganizationContact
    agency_code: str | None
    """基本情報 > 代行機関コード"""
    category: list[Literal['insurer_side', 'provider_group', 'provider_other']]
    """insurer_side: 医療保険者サイド; provider_group: 健診・保健指導機関サイド(健診機関グループ); provider_other: 健診・保健指導機関サイド(健診機関グループ以外)"""


class DaikoKikanFacilitiesStaffDedicated(TypedDict):
    """dedicated"""

    own: int | None
    """施設及び設備情報 > 従事する職員の数 > 専任 > 機関本体"""
    affiliates: int | None
    """施設及び設備情報 > 従事する職員の数 > 専任 > 協力・関係会社"""


class DaikoKikanFacilitiesStaffConcurrent(TypedDict):
    """concurrent"""

    own: int | None
    """施設及び設備情報 > 従事する職員の数 > 兼任 > 機関本体"""
    affiliates: int | None
    """施設及び設備情報 > 従事する職員の数 > 兼任 > 協力・関係会社"""


class DaikoKikanFacilitiesStaff(TypedDict):
    """staff"""

    dedicated: DaikoKikanFacilitiesStaffDedicated
    concurrent: DaikoKikanFacilitiesStaffConcurrent


class DaikoKikanFacilitiesAllStaff(TypedDict):
    """all_staff"""

    own: int | None
    """施設及び設備情報 > 全職員の数 > 機関本体"""
    affiliates: int | None
    """施設及び設備情報 > 全職員の数 > 協力・関係会社"""


class DaikoKikanFacilitiesSites(TypedDict):
    """sites"""

    count: int | None
    """施設及び設備情報 > 施設数(サポート拠点数) > 数"""
    prefectures: list[Literal['北海道', '青森県', '岩手県', '宮城県', '秋田県', '山形県', '福島県', '茨城県', '栃木県', '群馬県', '埼玉県', '千葉県', '東京都', '神奈川県', '新潟県', '富山県', '石川県', '福井県', '山梨県', '長野県', '岐阜県', '静岡県', '愛知県', '三重県', '滋賀県', '京都府', '大阪府', '兵庫県', '奈良県', '和歌山県', '鳥取県', '島根県', '岡山県', '広島県', '山口県', '徳島県', '香川県', '愛媛県', '高知県', '福岡県', '佐賀県', '長崎県', '熊本県', '大分県', '宮崎県', '鹿児島県', '沖縄県']]
    """施設及び設備情報 > 施設数(サポート拠点数) > 都道府県名"""


class DaikoKikanFacilitiesSimilarServices(TypedDict):
    """similar_services"""

    choices: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    detail: str | None
    """施設及び設備情報 > 類似業務・サービスの提供実績 > 有 > 内容"""


class DaikoKikanFacilitiesServices(TypedDict):
    """services"""

    targets: list[Literal['insurers', 'providers']]
    """insurers: 保険者向け; providers: 健診・保健指導機関向け"""
    functions: list[Literal['clerical_check', 'billing', 'data_exchange', 'other']]
    """clerical_check: 事務点検; billing: 請求・支払のとりまとめ・代行; data_exchange: 健診・保健指導データの受領・振分・送付; other: その他"""
    other_detail: str | None
    """施設及び設備情報 > 提供するサービス > 内容 > その他 > 内容"""


class DaikoKikanFacilitiesUserSelectionInsurers(TypedDict):
    """insurers"""

    choices: list[Literal['yes', 'no']]
    """yes: 可; no: 否"""
    detail: str | None
    """施設及び設備情報 > 利用者によるサービスの選択 > 保険者 > 可 > 内容"""


class DaikoKikanFacilitiesUserSelectionProviders(TypedDict):
    """providers"""

    choices: list[Literal['yes', 'no']]
    """yes: 可; no: 否"""
    detail: str | None
    """施設及び設備情報 > 利用者によるサービスの選択 > 健診・保健指導機関 > 可 > 内容"""


class DaikoKikanFacilitiesUserSelection(TypedDict):
    """user_selection"""

    insurers: DaikoKikanFacilitiesUserSelectionInsurers
    providers: DaikoKikanFacilitiesUserSelectionProviders


class DaikoKikanFacilities(TypedDict):
    """facilities"""

    staff: DaikoKikanFacilitiesStaff
    all_staff: DaikoKikanFacilitiesAllStaff
    sites: DaikoKikanFacilitiesSites
    financial_reference: str | None
    """施設及び設備情報 > 財務基盤に関する資料または照会先"""
    similar_services: DaikoKikanFacilitiesSimilarServices
    services: DaikoKikanFacilitiesServices
    user_selection: DaikoKikanFacilitiesUserSelection
    guideline_compliance: list[Literal['compliant', 'planned', 'not_compliant']]
    """compliant: 最低限のガイドラインを遵守済; planned: 最低限のガイドラインを遵守する予定; not_compliant: 最低限のガイドラインを遵守していない"""


class DaikoKikanInformationSystemEngineers(TypedDict):
    """engineers"""

    own: int | None
    """情報システムに関する情報 > システム管理技術者数 > 機関本体"""
    contractor: int | None
    """情報システムに関する情報 > システム管理技術者数 > 委託先"""


class DaikoKikanInformationSystemCapacity(TypedDict):
    """capacity"""

    per_year: int | None
    """情報システムに関する情報 > 処理可能件数(設計値) > 年間"""
    per_day: int | None
    """情報システムに関する情報 > 処理可能件数(設計値) > 1日当たり"""


class DaikoKikanInformationSystem(TypedDict):
    """information_system"""

    service_started_on: str | None
    """情報システムに関する情報 > 提供開始の年月日"""
    ownership: list[Literal['owned', 'leased']]
    """owned: 自己導入; leased: 借用"""
    operation: list[Literal['in_house', 'fully_outsourced', 'partly_outsourced']]
    """in_house: 自機関内; fully_outsourced: 全部委託; partly_outsourced: 一部委託"""
    dedicated_space: list[Literal['own_facility', 'contractor_facility', 'area_in_building', 'none']]
    """own_facility: 専用施設(機関所有); contractor_facility: 専用施設(委託先); area_in_building: 機関建物内専用区画; none: 特に無し"""
    engineers: DaikoKikanInformationSystemEngineers
    capacity: DaikoKikanInformationSystemCapacity


class DaikoKikanOperationsHours(TypedDict):
    """hours"""

    sites: str | None
    """運営に関する情報 > サービス提供時間 > 拠点"""
    system: str | None
    """運営に関する情報 > サービス提供時間 > システム"""
    helpdesk: str | None
    """運営に関する情報 > サービス提供時間 > ヘルプデスク"""


class DaikoKikanOperationsDataExchangeInbound(TypedDict):
    """inbound"""

    choices: list[Literal['online', 'offline']]
    """online: オンライン; offline: オフライン"""
    online_detail: str | None
    """運営に関する情報 > データ授受の方法 > 外部から機関へ > オンライン > 内容"""
    offline_detail: str | None
    """運営に関する情報 > データ授受の方法 > 外部から機関へ > オフライン > 内容"""


class DaikoKikanOperationsDataExchangeOutbound(TypedDict):
    """outbound"""

    choices: list[Literal['online', 'offline']]
    """online: オンライン; offline: オフライン"""
    online_detail: str | None
    """運営に関する情報 > データ授受の方法 > 機関から外部へ > オンライン > 内容"""
    offline_detail: str | None
    """運営に関する情報 > データ授受の方法 > 機関から外部へ > オフライン > 内容"""


class DaikoKikanOperationsDataExchange(TypedDict):
    """data_exchange"""

    inbound: DaikoKikanOperationsDataExchangeInbound
    outbound: DaikoKikanOperationsDataExchangeOutbound


class DaikoKikanOperationsSecurity(TypedDict):
    """security"""

    online: str | None
    """運営に関する情報 > データ授受におけるセキュリティ対策の方法 > オンライン"""
    offline: str | None
    """運営に関する情報 > データ授受におけるセキュリティ対策の方法 > オフライン"""


class DaikoKikanOperations(TypedDict):
    """operations"""

    hours: DaikoKikanOperationsHours
    data_exchange: DaikoKikanOperationsDataExchange
    security: DaikoKikanOperationsSecurity


class DaikoKikanFeesInitialInsurers(TypedDict):
    """insurers"""

    text: str | None
    """事務手数料等 > 初期費用 > 保険者 > 記載"""
    yen: int | None
    """事務手数料等 > 初期費用 > 保険者 > 円"""


class DaikoKikanFeesInitialProviders(TypedDict):
    """providers"""

    text: str | None
    """事務手数料等 > 初期費用 > 健診・保健指導機関 > 記載"""
    yen: int | None
    """事務手数料等 > 初期費用 > 健診・保健指導機関 > 円"""


class DaikoKikanFeesInitial(TypedDict):
    """initial"""

    insurers: DaikoKikanFeesInitialInsurers
    providers: DaikoKikanFeesInitialProviders


class DaikoKikanFeesSeparateBilling(TypedDict):
    """separate_billing"""

    insurers: list[Literal['included', 'charged']]
    """included: 無(健診委託費に含まれる); charged: 有(下記)"""
    providers: list[Literal['included', 'charged']]
    """included: 無(健診委託費に含まれる); charged: 有(下記)"""


class DaikoKikanFeesFixedInsurers(TypedDict):
    """insurers"""

    text: str | None
    """事務手数料等 > 経常経費 > 固定費 > 保険者 > 記載"""
    yen: int | None
    """事務手数料等 > 経常経費 > 固定費 > 保険者 > 円"""


class DaikoKikanFeesFixedProviders(TypedDict):
    """providers"""

    text: str | None
    """事務手数料等 > 経常経費 > 固定費 > 健診・保健指導機関 > 記載"""
    yen: int | None
    """事務手数料等 > 経常経費 > 固定費 > 健診・保健指導機関 > 円"""


class DaikoKikanFeesFixed(TypedDict):
    """fixed"""

    insurers: DaikoKikanFeesFixedInsurers
    providers: DaikoKikanFeesFixedProviders


class DaikoKikanFeesUnitInsurers(TypedDict):
    """insurers"""

    text: str | None
    """事務手数料等 > 経常経費 > 従量単価 > 保険者 > 記載"""
    yen: int | None
    """事務手数料等 > 経常経費 > 従量単価 > 保険者 > 円"""
    per: str | None
    """事務手数料等 > 経常経費 > 従量単価 > 保険者 > 単位"""


class DaikoKikanFeesUnitProviders(TypedDict):
    """providers"""

    text: str | None
    """事務手数料等 > 経常経費 > 従量単価 > 健診・保健指導機関 > 記載"""
    yen: int | None
    """事務手数料等 > 経常経費 > 従量単価 > 健診・保健指導機関 > 円"""
    per: str | None
    """事務手数料等 > 経常経費 > 従量単価 > 健診・保健指導機関 > 単位"""


class DaikoKikanFeesUnit(TypedDict):
    """unit"""

    insurers: DaikoKikanFeesUnitInsurers
    providers: DaikoKikanFeesUnitProviders


class DaikoKikanFeesEquipment(TypedDict):
    """equipment"""

    insurers: str | None
    """事務手数料等 > 代行機関利用に際し必要となる設備等 > 保険者"""
    providers: str | None
    """事務手数料等 > 代行機関利用に際し必要となる設備等 > 健診・保健指導機関"""


class DaikoKikanFees(TypedDict):
    """fees"""

    initial: DaikoKikanFeesInitial
    separate_billing: DaikoKikanFeesSeparateBilling
    fixed: DaikoKikanFeesFixed
    unit: DaikoKikanFeesUnit
    equipment: DaikoKikanFeesEquipment


class DaikoKikanOtherPreviousYear(TypedDict):
    """previous_year"""

    per_year: int | None
    """その他 > 前年度の取扱件数 > 年間"""
    per_day: int | None
    """その他 > 前年度の取扱件数 > 1日当たり"""


class DaikoKikanOther(TypedDict):
    """other"""

    previous_year: DaikoKikanOtherPreviousYear


class DaikoKikanChecklistSectionsItemItemsItem(TypedDict):
    """items"""

    no: int
    """The item's number as printed."""
    text: str
    status: Literal['done', 'planned', 'unmarked', 'conflict']
    plan: str | None


class DaikoKikanChecklistSectionsItem(TypedDict):
    """sections"""

    id: Literal['organizational', 'physical', 'technical', 'personnel_employees', 'personnel_contractors', 'disposal', 'maintenance', 'portable_devices', 'emergency', 'external_exchange', 'unknown'] | str
    """organizational: 組織的安全管理対策; physical: 物理的安全対策; technical: 技術的安全対策; personnel_employees: 人的安全対策(従業者に対する人的安全管理措置); personnel_contractors: 人的安全対策(事務取扱委託業者の監督及び守秘義務契約); disposal: 情報の破棄; maintenance: 情報システムの改造と保守; portable_devices: 情報及び情報機器の持ち出しについて; emergency: 災害等の非常時の対応; external_exchange: 外部と個人情報を含む医療情報を交換する場合の安全管理; unknown, or what its title says where the form file does not have the edition."""
    title: str | None
    """As printed."""
    items: list[DaikoKikanChecklistSectionsItemItemsItem]


class DaikoKikanChecklist(TypedDict):
    """checklist"""

    guideline_edition: str | None
    updated_on: str | None
    """別添 > 更新情報 > 最終更新日"""
    sections: list[DaikoKikanChecklistSectionsItem]


class DaikoKikan(TypedDict):
    """事業運営上開示すべき重要事項の概要[代行機関]"""

    updated_on: str | None
    """更新情報 > 最終更新日"""
    organization: DaikoKikanOrganization
    facilities: DaikoKikanFacilities
    information_system: DaikoKikanInformationSystem
    operations: DaikoKikanOperations
    fees: DaikoKikanFees
    other: DaikoKikanOther
    checklist: DaikoKikanChecklist


class HokenShidoKikanOrganizationAddress(TypedDict):
    """address"""

    text: str | None
    """機関情報 > 所在地 > text"""
    postal_code: str | None
    """機関情報 > 所在地 > postal_code"""
    prefecture: Literal['北海道', '青森県', '岩手県', '宮城県', '秋田県', '山形県', '福島県', '茨城県', '栃木県', '群馬県', '埼玉県', '千葉県', '東京都', '神奈川県', '新潟県', '富山県', '石川県', '福井県', '山梨県', '長野県', '岐阜県', '静岡県', '愛知県', '三重県', '滋賀県', '京都府', '大阪府', '兵庫県', '奈良県', '和歌山県', '鳥取県', '島根県', '岡山県', '広島県', '山口県', '徳島県', '香川県', '愛媛県', '高知県', '福岡県', '佐賀県', '長崎県', '熊本県', '大分県', '宮崎県', '鹿児島県', '沖縄県'] | None
    """機関情報 > 所在地 > prefecture"""


class HokenShidoKikanOrganizationContact(TypedDict):
    """contact"""

    text: str | None
    """機関情報 > 窓口となるメールアドレス > text"""
    email: str | None
    """機関情報 > 窓口となるメールアドレス > email"""


class HokenShidoKikanOrganizationPartners(TypedDict):
    """partners"""

    choices: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    detail: str | None
    """機関情報 > 協力業者の有無(積極的支援) > 有 > detail"""


class HokenShidoKikanOrganization(TypedDict):
    """organization"""

    name: str | None
    """機関情報 > 機関名"""
    address: HokenShidoKikanOrganizationAddress
    phone: str | None
    """機関情報 > 電話番号"""
    fax: str | None
    """機関情報 > FAX番号"""
    code: str | None
    """機関情報 > 保健指導機関番号"""
    contact: HokenShidoKikanOrganizationContact
    website: str | None
    """機関情報 > ホームページ"""
    operator: str | None
    """機関情報 > 経営主体"""
    founder: str | None
    """機関情報 > 開設者名"""
    manager: str | None
    """機関情報 > 管理者名"""
    supervisor: str | None
    """機関情報 > 保健指導業務の統括者名"""
    partners: HokenShidoKikanOrganizationPartners


class HokenShidoKikanStaffDoctors(TypedDict):
    """doctors"""

    full_time_total: int | None
    """スタッフ情報 > 医師 > 総数"""
    full_time_trained: int | None
    """スタッフ情報 > 医師 > うち研修修了者"""
    part_time_total: int | None
    """スタッフ情報 > 医師 > 総数"""
    part_time_trained: int | None
    """スタッフ情報 > 医師 > うち研修修了者"""


class HokenShidoKikanStaffPublicHealthNurses(TypedDict):
    """public_health_nurses"""

    full_time_total: int | None
    """スタッフ情報 > 保健師 > 総数"""
    full_time_trained: int | None
    """スタッフ情報 > 保健師 > うち研修修了者"""
    part_time_total: int | None
    """スタッフ情報 > 保健師 > 総数"""
    part_time_trained: int | None
    """スタッフ情報 > 保健師 > うち研修修了者"""


class HokenShidoKikanStaffDietitians(TypedDict):
    """dietitians"""

    full_time_total: int | None
    """スタッフ情報 > 管理栄養士 > 総数"""
    full_time_trained: int | None
    """スタッフ情報 > 管理栄養士 > うち研修修了者"""
    part_time_total: int | None
    """スタッフ情報 > 管理栄養士 > 総数"""
    part_time_trained: int | None
    """スタッフ情報 > 管理栄養士 > うち研修修了者"""


class HokenShidoKikanStaffNurses(TypedDict):
    """nurses"""

    full_time_total: int | None
    """スタッフ情報 > 看護師(一定の保健指導の実務経験のある者) > 総数"""
    full_time_trained: int | None
    """スタッフ情報 > 看護師(一定の保健指導の実務経験のある者) > うち研修修了者"""
    part_time_total: int | None
    """スタッフ情報 > 看護師(一定の保健指導の実務経験のある者) > 総数"""
    part_time_trained: int | None
    """スタッフ情報 > 看護師(一定の保健指導の実務経験のある者) > うち研修修了者"""


class HokenShidoKikanStaffExperts(TypedDict):
    """experts"""

    full_time_total: int | None
    """スタッフ情報 > 専門的知識及び技術を有する者 > 総数"""
    full_time_trained: int | None
    """スタッフ情報 > 専門的知識及び技術を有する者 > うち研修修了者"""
    part_time_total: int | None
    """スタッフ情報 > 専門的知識及び技術を有する者 > 総数"""
    part_time_trained: int | None
    """スタッフ情報 > 専門的知識及び技術を有する者 > うち研修修了者"""


class HokenShidoKikanStaff(TypedDict):
    """staff"""

    doctors: HokenShidoKikanStaffDoctors
    public_health_nurses: HokenShidoKikanStaffPublicHealthNurses
    dietitians: HokenShidoKikanStaffDietitians
    nurses: HokenShidoKikanStaffNurses
    experts: HokenShidoKikanStaffExperts


class HokenShidoKikanFacilities(TypedDict):
    """facilities"""

    privacy: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    rules: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    smoking: list[Literal['site', 'building', 'separated', 'none']]
    """site: 敷地内禁煙; building: 施設内禁煙; separated: 完全分煙; none: なし"""
    electronic_format: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""


class HokenShidoKikanOperationsHours(TypedDict):
    """hours"""

    season: str | None
    """運営に関する情報 > 実施日及び実施時間 > 特定時期"""
    all_year: str | None
    """運営に関する情報 > 実施日及び実施時間 > 通年"""


class HokenShidoKikanOperationsPriceMotivational(TypedDict):
    """motivational"""

    text: str | None
    """運営に関する情報 > 標準的な従量単価 > 動機付け支援 > text"""
    yen: int | None
    """運営に関する情報 > 標準的な従量単価 > 動機付け支援 > yen"""
    per: str | None
    """運営に関する情報 > 標準的な従量単価 > 動機付け支援 > per"""


class HokenShidoKikanOperationsPriceActive(TypedDict):
    """active"""

    text: str | None
    """運営に関する情報 > 標準的な従量単価 > 積極的支援 > text"""
    yen: int | None
    """運営に関する情報 > 標準的な従量単価 > 積極的支援 > yen"""
    per: str | None
    """運営に関する情報 > 標準的な従量単価 > 積極的支援 > per"""


class HokenShidoKikanOperationsPrice(TypedDict):
    """price"""

    motivational: HokenShidoKikanOperationsPriceMotivational
    active: HokenShidoKikanOperationsPriceActive


class HokenShidoKikanOperations(TypedDict):
    """operations"""

    hours: HokenShidoKikanOperationsHours
    area: str | None
    """運営に関する情報 > 実施地域"""
    services: list[Literal['motivational', 'active']]
    """motivational: 動機付け支援; active: 積極的支援"""
    style: list[Literal['facility', 'other']]
    """facility: 施設型; other: 非施設型"""
    support: list[Literal['individual', 'group', 'email', 'phone', 'exercise', 'cooking']]
    """individual: 個別支援; group: グループ支援; email: 電子メール支援; phone: 電話支援; exercise: 運動実習; cooking: 調理実習"""
    period: list[Literal['m3', 'm4', 'm5', 'm6']]
    """m3: 3ヶ月; m4: 4ヶ月; m5: 5ヶ月; m6: 6ヶ月"""
    charging: list[Literal['per_use', 'fixed_plus']]
    """per_use: 完全従量制(従量単価×人数); fixed_plus: 固定費+従量単価×人数"""
    price: HokenShidoKikanOperationsPrice
    included: list[Literal['materials', 'venue', 'travel', 'cooking', 'office', 'reminders']]
    """materials: 教材費(紙類のみならず万歩計など機器類や血液検査キット等も含む); venue: 会場・施設費; travel: 交通費(指導者の); cooking: 教材費(調理実習); office: 通信費・事務費; reminders: 一定回数の督促"""
    extra: list[Literal['survey', 'analysis', 'guidance', 'none']]
    """survey: 調査・計画費; analysis: データ分析費; guidance: 各種案内代行費; none: 特になし"""
    active_content: str | None
    """運営に関する情報 > 積極的支援の内容"""
    first_aid: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    complaints: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    training: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    internet_safety: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""


class HokenShidoKikanOtherPreviousMotivational(TypedDict):
    """motivational"""

    per_year: int | None
    """その他 > 掲出時点の前年度における特定保健指導の実施件数 > 動機付け支援 > 年間"""
    per_day: int | None
    """その他 > 掲出時点の前年度における特定保健指導の実施件数 > 動機付け支援 > 1日当たり"""


class HokenShidoKikanOtherPreviousActive(TypedDict):
    """active"""

    per_year: int | None
    """その他 > 掲出時点の前年度における特定保健指導の実施件数 > 積極的支援 > 年間"""
    per_day: int | None
    """その他 > 掲出時点の前年度における特定保健指導の実施件数 > 積極的支援 > 1日当たり"""


class HokenShidoKikanOtherPrevious(TypedDict):
    """previous"""

    motivational: HokenShidoKikanOtherPreviousMotivational
    active: HokenShidoKikanOtherPreviousActive


class HokenShidoKikanOtherCapacityMotivational(TypedDict):
    """motivational"""

    per_year: int | None
    """その他 > 実施可能な特定保健指導の件数 > 動機付け支援 > 年間"""
    per_day: int | None
    """その他 > 実施可能な特定保健指導の件数 > 動機付け支援 > 1日当たり"""


class HokenShidoKikanOtherCapacityActive(TypedDict):
    """active"""

    per_year: int | None
    """その他 > 実施可能な特定保健指導の件数 > 積極的支援 > 年間"""
    per_day: int | None
    """その他 > 実施可能な特定保健指導の件数 > 積極的支援 > 1日当たり"""


class HokenShidoKikanOtherCapacity(TypedDict):
    """capacity"""

    motivational: HokenShidoKikanOtherCapacityMotivational
    active: HokenShidoKikanOtherCapacityActive


class HokenShidoKikanOtherRatesMotivational(TypedDict):
    """motivational"""

    participation: str | None
    """その他 > 掲出時点の前年度における参加率(参加者/案内者)・脱落率(脱落者/参加者) > 動機付け支援 > 参加率"""
    dropout: str | None
    """その他 > 掲出時点の前年度における参加率(参加者/案内者)・脱落率(脱落者/参加者) > 動機付け支援 > 脱落率"""


class HokenShidoKikanOtherRatesActive(TypedDict):
    """active"""

    participation: str | None
    """その他 > 掲出時点の前年度における参加率(参加者/案内者)・脱落率(脱落者/参加者) > 積極的支援 > 参加率"""
    dropout: str | None
    """その他 > 掲出時点の前年度における参加率(参加者/案内者)・脱落率(脱落者/参加者) > 積極的支援 > 脱落率"""


class HokenShidoKikanOtherRates(TypedDict):
    """rates"""

    motivational: HokenShidoKikanOtherRatesMotivational
    active: HokenShidoKikanOtherRatesActive


class HokenShidoKikanOther(TypedDict):
    """other"""

    previous: HokenShidoKikanOtherPrevious
    capacity: HokenShidoKikanOtherCapacity
    rates: HokenShidoKikanOtherRates
    checkups: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""


class HokenShidoKikan(TypedDict):
    """運営についての重要事項に関する規程の概要[保健指導機関]"""

    updated_on: str | None
    """更新情報 > 最終更新日"""
    organization: HokenShidoKikanOrganization
    staff: HokenShidoKikanStaff
    facilities: HokenShidoKikanFacilities
    operations: HokenShidoKikanOperations
    other: HokenShidoKikanOther


class KenshinKikanOrganizationAddress(TypedDict):
    """address"""

    text: str | None
    """機関情報 > 所在地 > text"""
    postal_code: str | None
    """機関情報 > 所在地 > postal_code"""
    prefecture: Literal['北海道', '青森県', '岩手県', '宮城県', '秋田県', '山形県', '福島県', '茨城県', '栃木県', '群馬県', '埼玉県', '千葉県', '東京都', '神奈川県', '新潟県', '富山県', '石川県', '福井県', '山梨県', '長野県', '岐阜県', '静岡県', '愛知県', '三重県', '滋賀県', '京都府', '大阪府', '兵庫県', '奈良県', '和歌山県', '鳥取県', '島根県', '岡山県', '広島県', '山口県', '徳島県', '香川県', '愛媛県', '高知県', '福岡県', '佐賀県', '長崎県', '熊本県', '大分県', '宮崎県', '鹿児島県', '沖縄県'] | None
    """機関情報 > 所在地 > prefecture"""


class KenshinKikanOrganizationContact(TypedDict):
    """contact"""

    text: str | None
    """機関情報 > 窓口となるメールアドレス > text"""
    email: str | None
    """機関情報 > 窓口となるメールアドレス > email"""


class KenshinKikanOrganizationEvaluation(TypedDict):
    """evaluation"""

    choices: list[Literal['yes', 'no']]
    """yes: 実施; no: 未実施"""
    by: str | None
    """機関情報 > 第三者評価 > 実施 > detail"""


class KenshinKikanOrganization(TypedDict):
    """organization"""

    name: str | None
    """機関情報 > 機関名"""
    address: KenshinKikanOrganizationAddress
    phone: str | None
    """機関情報 > 電話番号"""
    fax: str | None
    """機関情報 > FAX番号"""
    code: str | None
    """機関情報 > 健診機関番号"""
    contact: KenshinKikanOrganizationContact
    website: str | None
    """機関情報 > ホームページ"""
    operator: str | None
    """機関情報 > 経営主体"""
    founder: str | None
    """機関情報 > 開設者名"""
    manager: str | None
    """機関情報 > 管理者名"""
    evaluation: KenshinKikanOrganizationEvaluation
    certified_on: str | None
    """機関情報 > 認定取得年月日"""
    contract_body: str | None
    """機関情報 > 契約取りまとめ機関名"""
    member_of: str | None
    """機関情報 > 所属組織名"""


class KenshinKikanStaffDoctors(TypedDict):
    """doctors"""

    full_time: int | None
    """スタッフ情報 > 医師 > 常勤"""
    part_time: int | None
    """スタッフ情報 > 医師 > 非常勤"""


class KenshinKikanStaffNurses(TypedDict):
    """nurses"""

    full_time: int | None
    """スタッフ情報 > 看護師 > 常勤"""
    part_time: int | None
    """スタッフ情報 > 看護師 > 非常勤"""


class KenshinKikanStaffTechnicians(TypedDict):
    """technicians"""

    full_time: int | None
    """スタッフ情報 > 臨床検査技師 > 常勤"""
    part_time: int | None
    """スタッフ情報 > 臨床検査技師 > 非常勤"""


class KenshinKikanStaffOthers(TypedDict):
    """others"""

    full_time: int | None
    """スタッフ情報 > 上記以外の健診スタッフ > 常勤"""
    part_time: int | None
    """スタッフ情報 > 上記以外の健診スタッフ > 非常勤"""


class KenshinKikanStaff(TypedDict):
    """staff"""

    doctors: KenshinKikanStaffDoctors
    nurses: KenshinKikanStaffNurses
    technicians: KenshinKikanStaffTechnicians
    others: KenshinKikanStaffOthers


class KenshinKikanFacilitiesBlood(TypedDict):
    """blood"""

    choices: list[Literal['own', 'contracted']]
    """own: 独自で実施; contracted: 委託"""
    contractor: str | None
    """施設及び設備情報 > 血液検査 > 委託 > detail"""


class KenshinKikanFacilitiesEye(TypedDict):
    """eye"""

    choices: list[Literal['own', 'contracted']]
    """own: 独自で実施; contracted: 委託"""
    contractor: str | None
    """施設及び設備情報 > 眼底検査 > 委託 > detail"""


class KenshinKikanFacilitiesExternalQc(TypedDict):
    """external_qc"""

    choices: list[Literal['yes', 'no']]
    """yes: 実施; no: 未実施"""
    by: str | None
    """施設及び設備情報 > 外部精度管理 > 実施 > detail"""


class KenshinKikanFacilities(TypedDict):
    """facilities"""

    privacy: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    privacy_rules: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    smoking: list[Literal['site', 'building', 'separated', 'none']]
    """site: 敷地内禁煙; building: 施設内禁煙; separated: 完全分煙; none: なし"""
    blood: KenshinKikanFacilitiesBlood
    eye: KenshinKikanFacilitiesEye
    internal_qc: list[Literal['yes', 'no']]
    """yes: 実施; no: 未実施"""
    external_qc: KenshinKikanFacilitiesExternalQc
    electronic_format: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""


class KenshinKikanOperationsHours(TypedDict):
    """hours"""

    season: str | None
    """運営に関する情報 > 実施日及び実施時間 > 特定時期"""
    all_year: str | None
    """運営に関する情報 > 実施日及び実施時間 > 通年"""


class KenshinKikanOperationsPrice(TypedDict):
    """price"""

    text: str | None
    """運営に関する情報 > 特定健康診査の単価 > text"""
    yen: int | None
    """運営に関する情報 > 特定健康診査の単価 > yen"""
    per: str | None
    """運営に関する情報 > 特定健康診査の単価 > per"""


class KenshinKikanOperations(TypedDict):
    """operations"""

    hours: KenshinKikanOperationsHours
    price: KenshinKikanOperationsPrice
    style: list[Literal['facility', 'booking', 'no_booking', 'mobile']]
    """facility: 施設型; booking: 要予約; no_booking: 予約不要; mobile: 巡回型"""
    mobile_area: str | None
    """運営に関する情報 > 巡回型健診の実施地域"""
    first_aid: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""
    complaints: list[Literal['yes', 'no']]
    """yes: 有; no: 無"""


class KenshinKikanOtherPrevious(TypedDict):
    """previous"""

    per_year: int | None
    """その他 > 掲出時点の前年度における特定健診の実施件数 > 年間"""
    per_day: int | None
    """その他 > 掲出時点の前年度における特定健診の実施件数 > 1日当たり"""


class KenshinKikanOtherCapacity(TypedDict):
    """capacity"""

    per_year: int | None
    """その他 > 実施可能な特定健康診査の件数 > 年間"""
    per_day: int | None
    """その他 > 実施可能な特定健康診査の件数 > 1日当たり"""


class KenshinKikanOther(TypedDict):
    """other"""

    previous: KenshinKikanOtherPrevious
    capacity: KenshinKikanOtherCapacity
    guidance: list[Literal['motivational', 'active', 'none']]
    """motivational: 有(動機付け支援); active: 有(積極的支援); none: 無"""


class KenshinKikan(TypedDict):
    """運営についての重要事項に関する規程の概要[健診機関]"""

    updated_on: str | None
    """更新情報 > 最終更新日"""
    organization: KenshinKikanOrganization
    staff: KenshinKikanStaff
    facilities: KenshinKikanFacilities
    operations: KenshinKikanOperations
    other: KenshinKikanOther
