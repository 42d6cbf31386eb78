-- Who reaches which rows: row security, policies and privileges of every table, read back from a fresh
-- database. Made by `twiza write_policies`; a test compares. Change the migration, then make it again.

-- access_subject
ALTER TABLE access_subject ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY as_its_line ON access_subject
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT
   FROM audit_access l
  WHERE (l.id = access_subject.line_id))));
CREATE POLICY with_its_line ON access_subject
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((EXISTS ( SELECT
   FROM audit_access l
  WHERE (l.id = access_subject.line_id))));
GRANT INSERT, SELECT ON access_subject TO twiza_app;

-- account_emailaddress
-- without row security
GRANT SELECT ON account_emailaddress TO twiza_app;

-- account_emailconfirmation
-- without row security
GRANT SELECT ON account_emailconfirmation TO twiza_app;

-- accounts_demomark
-- without row security
GRANT INSERT, SELECT ON accounts_demomark TO twiza_app;

-- accounts_onetimecode
-- without row security
GRANT INSERT, SELECT ON accounts_onetimecode TO twiza_app;
GRANT UPDATE (cancelled_at, used_at) ON accounts_onetimecode TO twiza_app;

-- accounts_parameter
ALTER TABLE accounts_parameter ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY add ON accounts_parameter
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY end ON accounts_parameter
    AS PERMISSIVE
    FOR UPDATE
    USING ((( SELECT access_user() AS access_user) IS NOT NULL));
CREATE POLICY known_to_all ON accounts_parameter
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
GRANT INSERT, SELECT ON accounts_parameter TO twiza_app;
GRANT UPDATE (valid_to) ON accounts_parameter TO twiza_app;

-- accounts_user
-- without row security
GRANT INSERT, SELECT, UPDATE ON accounts_user TO twiza_app;

-- aid_aftercheck
ALTER TABLE aid_aftercheck ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_aftercheck
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_aftercheck TO twiza_app;
GRANT UPDATE (digits, drawn_at, drawn_by_id, secret, seed, witnesses) ON aid_aftercheck TO twiza_app;

-- aid_announcedmonth
ALTER TABLE aid_announcedmonth ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY announce ON aid_announcedmonth
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY correct ON aid_announcedmonth
    AS PERMISSIVE
    FOR UPDATE
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY known_to_all ON aid_announcedmonth
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
GRANT INSERT, SELECT, UPDATE ON aid_announcedmonth TO twiza_app;

-- aid_announcedmonthevent
ALTER TABLE aid_announcedmonthevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY known_to_all ON aid_announcedmonthevent
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY written ON aid_announcedmonthevent
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
GRANT INSERT, SELECT ON aid_announcedmonthevent TO twiza_app;

-- aid_appeal
ALTER TABLE aid_appeal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_appeal
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM aid_campaign c
  WHERE ((c.id = aid_appeal.campaign_id) AND (c.organisation_id = aid_appeal.organisation_id))))));
CREATE POLICY partner ON aid_appeal
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_appeal TO twiza_app;
GRANT UPDATE (ended_on, published_at, published_by_id, replaced_at, report_reference, reported_on) ON aid_appeal TO twiza_app;

-- aid_calendarday
ALTER TABLE aid_calendarday ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY enter ON aid_calendarday
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((( SELECT access_user() AS access_user) IS NOT NULL));
CREATE POLICY known_to_all ON aid_calendarday
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY remove ON aid_calendarday
    AS PERMISSIVE
    FOR UPDATE
    USING ((( SELECT access_user() AS access_user) IS NOT NULL));
GRANT INSERT, SELECT ON aid_calendarday TO twiza_app;
GRANT UPDATE (removed_at, removed_by_id) ON aid_calendarday TO twiza_app;

-- aid_campaign
ALTER TABLE aid_campaign ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_campaign
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_campaign
    AS PERMISSIVE
    FOR SELECT
    USING ((id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
CREATE POLICY upkeep_read ON aid_campaign
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text) AND (reported_at IS NOT NULL)));
GRANT INSERT, SELECT, UPDATE ON aid_campaign TO twiza_app;

-- aid_campaignagreement
ALTER TABLE aid_campaignagreement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_campaignagreement
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_campaignagreement
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_campaignagreement TO twiza_app;
GRANT UPDATE (removed_at, removed_by_id) ON aid_campaignagreement TO twiza_app;

-- aid_campaignevent
ALTER TABLE aid_campaignevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_campaignevent
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_campaignevent TO twiza_app;

-- aid_campaignfunder
ALTER TABLE aid_campaignfunder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_campaignfunder
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_campaignfunder TO twiza_app;
GRANT UPDATE (ended_at, ended_by_id) ON aid_campaignfunder TO twiza_app;

-- aid_campaignpartner
ALTER TABLE aid_campaignpartner ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_campaignpartner
    AS PERMISSIVE
    FOR ALL
    USING ((coordinating_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_campaignpartner
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_campaignpartner TO twiza_app;

-- aid_campaignreport
ALTER TABLE aid_campaignreport ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_campaignreport
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_campaignreport
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_campaignreport TO twiza_app;

-- aid_campaignzone
ALTER TABLE aid_campaignzone ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_campaignzone
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_campaignzone
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_campaignzone TO twiza_app;
GRANT UPDATE (place_id, placed_at, placed_by_id, province_id) ON aid_campaignzone TO twiza_app;

-- aid_card
ALTER TABLE aid_card ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_card
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT, UPDATE ON aid_card TO twiza_app;

-- aid_cardevent
ALTER TABLE aid_cardevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_cardevent
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_cardevent TO twiza_app;

-- aid_checkedhousehold
ALTER TABLE aid_checkedhousehold ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_checkedhousehold
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY coordinating ON aid_checkedhousehold
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY draw ON aid_checkedhousehold
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY record ON aid_checkedhousehold
    AS PERMISSIVE
    FOR UPDATE
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_checkedhousehold TO twiza_app;
GRANT UPDATE (asked_for_money, complete, done_at, done_by_id, received, treated_fairly, way) ON aid_checkedhousehold TO twiza_app;

-- aid_contentitem
ALTER TABLE aid_contentitem ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_contentitem
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_contentitem
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_contentitem TO twiza_app;

-- aid_contentversion
ALTER TABLE aid_contentversion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_contentversion
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_contentversion
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_contentversion TO twiza_app;

-- aid_crisisday
ALTER TABLE aid_crisisday ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_crisisday
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_crisisday
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_crisisday TO twiza_app;

-- aid_crisisoffer
ALTER TABLE aid_crisisoffer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_crisisoffer
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_crisisoffer TO twiza_app;
GRANT UPDATE (answer, answered_at, answered_by_id, convoy_from, convoy_on, convoy_until, point_id, reason_code, vehicles) ON aid_crisisoffer TO twiza_app;

-- aid_crisisprogramme
ALTER TABLE aid_crisisprogramme ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_crisisprogramme
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_crisisprogramme
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_crisisprogramme TO twiza_app;
GRANT UPDATE (debts, demobilised_at, demobilised_by_id, handed_to, left_over, to_follow_up) ON aid_crisisprogramme TO twiza_app;

-- aid_criteriasignature
ALTER TABLE aid_criteriasignature ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON aid_criteriasignature
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (campaign_id IN ( SELECT c.id
   FROM aid_campaign c))));
CREATE POLICY sign ON aid_criteriasignature
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((signing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (signer_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON aid_criteriasignature TO twiza_app;

-- aid_customsdossier
ALTER TABLE aid_customsdossier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_customsdossier
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_customsdossier TO twiza_app;
GRANT UPDATE (criteria_ar, criteria_at, criteria_by_id, criteria_campaign_id, criteria_fr, decision, ministry, ministry_on, ministry_reference, opinion, opinion_on, opinion_reference, resumed_reason, stopped_at) ON aid_customsdossier TO twiza_app;

-- aid_customsdossierevent
ALTER TABLE aid_customsdossierevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_customsdossierevent
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_customsdossierevent TO twiza_app;

-- aid_declaration
ALTER TABLE aid_declaration ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_declaration
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM aid_campaign c
  WHERE ((c.id = aid_declaration.campaign_id) AND (c.organisation_id = aid_declaration.organisation_id))))));
CREATE POLICY partner ON aid_declaration
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_declaration TO twiza_app;
GRANT UPDATE (replaced_at, signed_at, signed_by_id) ON aid_declaration TO twiza_app;

-- aid_deliveryround
ALTER TABLE aid_deliveryround ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_deliveryround
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_deliveryround TO twiza_app;
GRANT UPDATE (closed_at, closed_by_id) ON aid_deliveryround TO twiza_app;

-- aid_deliverystop
ALTER TABLE aid_deliverystop ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_deliverystop
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_deliverystop TO twiza_app;
GRANT UPDATE (announce, operation, outcome, place, told_at) ON aid_deliverystop TO twiza_app;

-- aid_dignitycase
ALTER TABLE aid_dignitycase ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_dignitycase
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT, UPDATE ON aid_dignitycase TO twiza_app;

-- aid_distributionpoint
ALTER TABLE aid_distributionpoint ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_distributionpoint
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_distributionpoint
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT, UPDATE ON aid_distributionpoint TO twiza_app;

-- aid_distributionpointevent
ALTER TABLE aid_distributionpointevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_distributionpointevent
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_distributionpointevent TO twiza_app;

-- aid_draw
ALTER TABLE aid_draw ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_draw
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_draw
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_draw TO twiza_app;

-- aid_entitlement
ALTER TABLE aid_entitlement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_entitlement
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY bringing ON aid_entitlement
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON aid_entitlement TO twiza_app;

-- aid_entitlementevent
ALTER TABLE aid_entitlementevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_entitlementevent
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY bringing ON aid_entitlementevent
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_entitlementevent TO twiza_app;

-- aid_exittally
ALTER TABLE aid_exittally ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_exittally
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_exittally TO twiza_app;

-- aid_flipreview
ALTER TABLE aid_flipreview ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_flipreview
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_flipreview
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_flipreview TO twiza_app;

-- aid_frozenlist
ALTER TABLE aid_frozenlist ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_frozenlist
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_frozenlist
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_frozenlist TO twiza_app;

-- aid_gapinquiry
ALTER TABLE aid_gapinquiry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_gapinquiry
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY host ON aid_gapinquiry
    AS PERMISSIVE
    FOR SELECT
    USING ((host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_gapinquiry TO twiza_app;

-- aid_goodsissue
ALTER TABLE aid_goodsissue ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_goodsissue
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_goodsissue TO twiza_app;

-- aid_goodsitem
ALTER TABLE aid_goodsitem ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY here ON aid_goodsitem
    AS PERMISSIVE
    FOR SELECT
    USING ((id IN ( SELECT l.item_id
   FROM aid_lot l)));
CREATE POLICY own ON aid_goodsitem
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_goodsitem TO twiza_app;

-- aid_goodsmove
ALTER TABLE aid_goodsmove ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY either ON aid_goodsmove
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_goodsmove TO twiza_app;

-- aid_goodsrecord
ALTER TABLE aid_goodsrecord ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY either ON aid_goodsrecord
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_goodsrecord TO twiza_app;
GRANT UPDATE (closed_at, state) ON aid_goodsrecord TO twiza_app;

-- aid_handover
ALTER TABLE aid_handover ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_handover
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY bringing ON aid_handover
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_handover TO twiza_app;

-- aid_handoverruling
ALTER TABLE aid_handoverruling ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_handoverruling
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY bringing ON aid_handoverruling
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON aid_handoverruling TO twiza_app;

-- aid_handoverrulingevent
ALTER TABLE aid_handoverrulingevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_handoverrulingevent
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY bringing ON aid_handoverrulingevent
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_handoverrulingevent TO twiza_app;

-- aid_handoverundo
ALTER TABLE aid_handoverundo ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_handoverundo
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_handoverundo TO twiza_app;

-- aid_handoverwitness
ALTER TABLE aid_handoverwitness ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_handoverwitness
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_handoverwitness TO twiza_app;

-- aid_incident
ALTER TABLE aid_incident ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY close ON aid_incident
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (NOT (EXISTS ( SELECT 1
   FROM aid_handover h
  WHERE ((h.point_id = aid_incident.point_id) AND (h.by_id = ( SELECT access_user() AS access_user)))))) AND (NOT (EXISTS ( SELECT 1
   FROM aid_reconciliation r
  WHERE ((r.point_id = aid_incident.point_id) AND (r.by_id = ( SELECT access_user() AS access_user))))))));
CREATE POLICY follow ON aid_incident
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (NOT (EXISTS ( SELECT 1
   FROM aid_handover h
  WHERE ((h.point_id = aid_incident.point_id) AND (h.by_id = ( SELECT access_user() AS access_user)))))) AND (NOT (EXISTS ( SELECT 1
   FROM aid_reconciliation r
  WHERE ((r.point_id = aid_incident.point_id) AND (r.by_id = ( SELECT access_user() AS access_user))))))));
CREATE POLICY tell ON aid_incident
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((opened_by_id = ( SELECT access_user() AS access_user)) AND ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
GRANT INSERT, SELECT ON aid_incident TO twiza_app;
GRANT UPDATE (closed_at, closed_by_id, outcome) ON aid_incident TO twiza_app;

-- aid_incidentstep
ALTER TABLE aid_incidentstep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read ON aid_incidentstep
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (incident_id IN ( SELECT i.id
   FROM aid_incident i))));
CREATE POLICY write ON aid_incidentstep
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user)) AND (incident_id IN ( SELECT i.id
   FROM aid_incident i
  WHERE (i.closed_at IS NULL)))));
GRANT INSERT, SELECT ON aid_incidentstep TO twiza_app;

-- aid_inspection
ALTER TABLE aid_inspection ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_inspection
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_inspection TO twiza_app;

-- aid_judgement
ALTER TABLE aid_judgement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_judgement
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY coordinating ON aid_judgement
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_judgement TO twiza_app;

-- aid_judging
ALTER TABLE aid_judging ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_judging
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_judging
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_judging TO twiza_app;

-- aid_lane
ALTER TABLE aid_lane ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_lane
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_lane TO twiza_app;
GRANT UPDATE (closed_at, kind, released_at, shared_at, shared_by_id, spares) ON aid_lane TO twiza_app;

-- aid_laneevent
ALTER TABLE aid_laneevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_laneevent
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_laneevent TO twiza_app;

-- aid_lanelease
ALTER TABLE aid_lanelease ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_lanelease
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_lanelease TO twiza_app;
GRANT UPDATE (ended_at, ended_because) ON aid_lanelease TO twiza_app;

-- aid_laneledger
ALTER TABLE aid_laneledger ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_laneledger
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_laneledger TO twiza_app;

-- aid_lanerelease
ALTER TABLE aid_lanerelease ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_lanerelease
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_lanerelease TO twiza_app;
GRANT UPDATE (used_at, used_by_lane_id, used_operation) ON aid_lanerelease TO twiza_app;

-- aid_ledgerentry
ALTER TABLE aid_ledgerentry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_ledgerentry
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_ledgerentry TO twiza_app;

-- aid_lesson
ALTER TABLE aid_lesson ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_lesson
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_lesson
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
CREATE POLICY partner_says ON aid_lesson
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((author_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))));
GRANT INSERT, SELECT ON aid_lesson TO twiza_app;

-- aid_lessonlook
ALTER TABLE aid_lessonlook ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_lessonlook
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_lessonlook TO twiza_app;

-- aid_lighthousehold
ALTER TABLE aid_lighthousehold ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_lighthousehold
    AS PERMISSIVE
    FOR ALL
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK (((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY coordinating ON aid_lighthousehold
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_lighthousehold TO twiza_app;

-- aid_listentry
ALTER TABLE aid_listentry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_listentry
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY coordinating ON aid_listentry
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_listentry TO twiza_app;

-- aid_listsignature
ALTER TABLE aid_listsignature ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON aid_listsignature
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (list_id IN ( SELECT l.id
   FROM aid_frozenlist l))));
CREATE POLICY sign ON aid_listsignature
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((signing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (signer_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON aid_listsignature TO twiza_app;

-- aid_lot
ALTER TABLE aid_lot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY here ON aid_lot
    AS PERMISSIVE
    FOR SELECT
    USING ((id IN ( SELECT b.lot_id
   FROM aid_lotbalance b
  WHERE (b.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
CREATE POLICY own ON aid_lot
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_lot TO twiza_app;
GRANT UPDATE (campaign_id, condition, expires_on, refused, state, stopped_at, unsafe) ON aid_lot TO twiza_app;

-- aid_lotbalance
ALTER TABLE aid_lotbalance ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY either ON aid_lotbalance
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT SELECT ON aid_lotbalance TO twiza_app;

-- aid_lotevent
ALTER TABLE aid_lotevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_lotevent
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_lotevent TO twiza_app;

-- aid_matchrun
ALTER TABLE aid_matchrun ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_matchrun
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_matchrun TO twiza_app;
GRANT UPDATE (families, finished_at, found, model_hash) ON aid_matchrun TO twiza_app;

-- aid_namedemand
ALTER TABLE aid_namedemand ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON aid_namedemand
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((campaign_id IS NULL) OR (campaign_id IN ( SELECT c.id
   FROM aid_campaign c)))));
GRANT INSERT, SELECT ON aid_namedemand TO twiza_app;
GRANT UPDATE (gives, reasons, replied_at, replied_by_id, signed_at, signed_by_id) ON aid_namedemand TO twiza_app;

-- aid_needreport
ALTER TABLE aid_needreport ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_needreport
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_needreport
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_needreport TO twiza_app;

-- aid_nomination
ALTER TABLE aid_nomination ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_nomination
    AS PERMISSIVE
    FOR ALL
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK (((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY coordinating ON aid_nomination
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON aid_nomination TO twiza_app;

-- aid_nominationevent
ALTER TABLE aid_nominationevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_nominationevent
    AS PERMISSIVE
    FOR ALL
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_nominationevent TO twiza_app;

-- aid_nominationhousehold
ALTER TABLE aid_nominationhousehold ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_nominationhousehold
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_nominationhousehold TO twiza_app;

-- aid_nominationrelation
ALTER TABLE aid_nominationrelation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_nominationrelation
    AS PERMISSIVE
    FOR ALL
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY coordinating ON aid_nominationrelation
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON aid_nominationrelation TO twiza_app;

-- aid_nominationsheet
ALTER TABLE aid_nominationsheet ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_nominationsheet
    AS PERMISSIVE
    FOR ALL
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY coordinating ON aid_nominationsheet
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_nominationsheet TO twiza_app;
GRANT UPDATE (cancelled_at, cancelled_by_id, lines_taken, lines_written, photo_id, photo_type, reason_code, state, typed_at, typed_by_id, upload_id) ON aid_nominationsheet TO twiza_app;

-- aid_objection
ALTER TABLE aid_objection ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_objection
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY counter ON aid_objection
    AS PERMISSIVE
    FOR SELECT
    USING ((receiving_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY receive ON aid_objection
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((receiving_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
GRANT INSERT, SELECT ON aid_objection TO twiza_app;

-- aid_objectionanswer
ALTER TABLE aid_objectionanswer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_objectionanswer
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY counter ON aid_objectionanswer
    AS PERMISSIVE
    FOR SELECT
    USING ((receiving_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_objectionanswer TO twiza_app;

-- aid_objectionwindow
ALTER TABLE aid_objectionwindow ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_objectionwindow
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_objectionwindow
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_objectionwindow TO twiza_app;
GRANT UPDATE (closed_at, closed_by_id) ON aid_objectionwindow TO twiza_app;

-- aid_officedeclaration
ALTER TABLE aid_officedeclaration ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY colleagues ON aid_officedeclaration
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY declare ON aid_officedeclaration
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((user_id = ( SELECT access_user() AS access_user)) AND (organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY own ON aid_officedeclaration
    AS PERMISSIVE
    FOR SELECT
    USING ((user_id = ( SELECT access_user() AS access_user)));
GRANT INSERT, SELECT ON aid_officedeclaration TO twiza_app;

-- aid_onefamilynotice
ALTER TABLE aid_onefamilynotice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY desk ON aid_onefamilynotice
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY noted_at_the_desk ON aid_onefamilynotice
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY tell ON aid_onefamilynotice
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY told_by_the_bringing ON aid_onefamilynotice
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON aid_onefamilynotice TO twiza_app;

-- aid_packcheck
ALTER TABLE aid_packcheck ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_packcheck
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_packcheck TO twiza_app;

-- aid_packgiven
ALTER TABLE aid_packgiven ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_packgiven
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_packgiven TO twiza_app;
GRANT UPDATE (taken_back_at) ON aid_packgiven TO twiza_app;

-- aid_packing
ALTER TABLE aid_packing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_packing
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_packing TO twiza_app;

-- aid_pairquestion
ALTER TABLE aid_pairquestion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY answer ON aid_pairquestion
    AS PERMISSIVE
    FOR UPDATE
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY asked ON aid_pairquestion
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY coordinating ON aid_pairquestion
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_pairquestion TO twiza_app;
GRANT UPDATE (answer, answered_at, answered_by_id, closed_at) ON aid_pairquestion TO twiza_app;

-- aid_partnerpair
ALTER TABLE aid_partnerpair ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_partnerpair
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_partnerpair TO twiza_app;
GRANT UPDATE (decision, found_at, run_id, sure, words) ON aid_partnerpair TO twiza_app;

-- aid_partnerpairdecision
ALTER TABLE aid_partnerpairdecision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_partnerpairdecision
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_partnerpairdecision TO twiza_app;

-- aid_partnerproposal
ALTER TABLE aid_partnerproposal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_partnerproposal
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_partnerproposal TO twiza_app;
GRANT UPDATE (settled, settled_at, settled_by_id) ON aid_partnerproposal TO twiza_app;

-- aid_placement
ALTER TABLE aid_placement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_placement
    AS PERMISSIVE
    FOR SELECT
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY coordinating ON aid_placement
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_placement TO twiza_app;

-- aid_pointslot
ALTER TABLE aid_pointslot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_pointslot
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_pointslot
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT DELETE, INSERT, SELECT ON aid_pointslot TO twiza_app;
GRANT UPDATE (capacity) ON aid_pointslot TO twiza_app;

-- aid_pool
ALTER TABLE aid_pool ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_pool
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_pool
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_pool TO twiza_app;

-- aid_poolsignature
ALTER TABLE aid_poolsignature ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON aid_poolsignature
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (pool_id IN ( SELECT p.id
   FROM aid_pool p))));
CREATE POLICY sign ON aid_poolsignature
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((signing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (signer_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON aid_poolsignature TO twiza_app;

-- aid_programmetemplate
ALTER TABLE aid_programmetemplate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_programmetemplate
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_programmetemplate TO twiza_app;
GRANT UPDATE (retired_at, retired_by_id) ON aid_programmetemplate TO twiza_app;

-- aid_publishedcriteria
ALTER TABLE aid_publishedcriteria ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_publishedcriteria
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_publishedcriteria
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
CREATE POLICY published ON aid_publishedcriteria
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'figures'::text));
GRANT INSERT, SELECT ON aid_publishedcriteria TO twiza_app;

-- aid_publishedfigures
ALTER TABLE aid_publishedfigures ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_publishedfigures
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY published ON aid_publishedfigures
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'figures'::text));
GRANT INSERT, SELECT ON aid_publishedfigures TO twiza_app;

-- aid_publishedreplay
ALTER TABLE aid_publishedreplay ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_publishedreplay
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY published ON aid_publishedreplay
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'figures'::text));
GRANT INSERT, SELECT ON aid_publishedreplay TO twiza_app;

-- aid_purposequestion
ALTER TABLE aid_purposequestion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_purposequestion
    AS PERMISSIVE
    FOR ALL
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY desk ON aid_purposequestion
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((other_organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (other_campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
GRANT INSERT, SELECT ON aid_purposequestion TO twiza_app;
GRANT UPDATE (answer, answered_at, answered_by_id) ON aid_purposequestion TO twiza_app;

-- aid_ramadanhours
ALTER TABLE aid_ramadanhours ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY enter ON aid_ramadanhours
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((( SELECT access_user() AS access_user) IS NOT NULL));
CREATE POLICY known_to_all ON aid_ramadanhours
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
GRANT INSERT, SELECT ON aid_ramadanhours TO twiza_app;

-- aid_reconciliation
ALTER TABLE aid_reconciliation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_reconciliation
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_reconciliation TO twiza_app;

-- aid_recordline
ALTER TABLE aid_recordline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY either ON aid_recordline
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_recordline TO twiza_app;

-- aid_recordsignature
ALTER TABLE aid_recordsignature ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY see ON aid_recordsignature
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY sign ON aid_recordsignature
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))) AND (entered_by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON aid_recordsignature TO twiza_app;

-- aid_resale
ALTER TABLE aid_resale ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_resale
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_resale TO twiza_app;

-- aid_setaside
ALTER TABLE aid_setaside ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_setaside
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_setaside
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_setaside TO twiza_app;

-- aid_sheetline
ALTER TABLE aid_sheetline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_sheetline
    AS PERMISSIVE
    FOR ALL
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY coordinating ON aid_sheetline
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_sheetline TO twiza_app;

-- aid_slotplace
ALTER TABLE aid_slotplace ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_slotplace
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT ON aid_slotplace TO twiza_app;

-- aid_soukday
ALTER TABLE aid_soukday ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY enter ON aid_soukday
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((( SELECT access_user() AS access_user) IS NOT NULL));
CREATE POLICY known_to_all ON aid_soukday
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY remove ON aid_soukday
    AS PERMISSIVE
    FOR UPDATE
    USING ((( SELECT access_user() AS access_user) IS NOT NULL));
GRANT INSERT, SELECT ON aid_soukday TO twiza_app;
GRANT UPDATE (removed_at, removed_by_id) ON aid_soukday TO twiza_app;

-- aid_sparegiven
ALTER TABLE aid_sparegiven ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_sparegiven
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY erased_for_good ON aid_sparegiven
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
GRANT INSERT, SELECT ON aid_sparegiven TO twiza_app;

-- aid_stockmove
ALTER TABLE aid_stockmove ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_stockmove
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY erased_for_good ON aid_stockmove
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
GRANT INSERT, SELECT ON aid_stockmove TO twiza_app;

-- aid_store
ALTER TABLE aid_store ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY came_from ON aid_store
    AS PERMISSIVE
    FOR SELECT
    USING ((id IN ( SELECT t.source_id
   FROM aid_transfer t
  WHERE (t.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
CREATE POLICY either ON aid_store
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_store TO twiza_app;
GRANT UPDATE (closed_at) ON aid_store TO twiza_app;

-- aid_substitution
ALTER TABLE aid_substitution ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON aid_substitution
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON aid_substitution TO twiza_app;

-- aid_teamday
ALTER TABLE aid_teamday ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY at_the_point ON aid_teamday
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_teamday TO twiza_app;

-- aid_tokenpad
ALTER TABLE aid_tokenpad ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY coordinating ON aid_tokenpad
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY partner ON aid_tokenpad
    AS PERMISSIVE
    FOR SELECT
    USING ((campaign_id IN ( SELECT p.campaign_id
   FROM aid_campaignpartner p
  WHERE (p.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT ON aid_tokenpad TO twiza_app;

-- aid_transfer
ALTER TABLE aid_transfer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY either ON aid_transfer
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_transfer TO twiza_app;
GRANT UPDATE (received_at, received_by_id, state) ON aid_transfer TO twiza_app;

-- aid_transferline
ALTER TABLE aid_transferline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY either ON aid_transferline
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON aid_transferline TO twiza_app;
GRANT UPDATE (arrived) ON aid_transferline TO twiza_app;

-- aid_whereaboutsquestion
ALTER TABLE aid_whereaboutsquestion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bringing ON aid_whereaboutsquestion
    AS PERMISSIVE
    FOR ALL
    USING ((bringing_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY desk ON aid_whereaboutsquestion
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT SELECT ON aid_whereaboutsquestion TO twiza_app;
GRANT UPDATE (answer, answered_at, answered_by_id) ON aid_whereaboutsquestion TO twiza_app;

-- audit_access
ALTER TABLE audit_access ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_own ON audit_access
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (by = ( SELECT access_user() AS access_user)) OR (( SELECT access_purpose() AS access_purpose) = ANY (ARRAY['audit'::text, 'setup'::text]))));
CREATE POLICY write_own ON audit_access
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id IS NULL) OR (organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (by = ( SELECT access_user() AS access_user)) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
GRANT INSERT, SELECT ON audit_access TO twiza_app;

-- audit_line
ALTER TABLE audit_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_own ON audit_line
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (by = ( SELECT access_user() AS access_user)) OR (( SELECT access_purpose() AS access_purpose) = ANY (ARRAY['audit'::text, 'setup'::text]))));
CREATE POLICY write_own ON audit_line
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id IS NULL) OR (organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (by = ( SELECT access_user() AS access_user)) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
GRANT INSERT, SELECT ON audit_line TO twiza_app;

-- audit_link
ALTER TABLE audit_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_own ON audit_link
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'audit'::text)));
CREATE POLICY written_by_the_linker ON audit_link
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((( SELECT access_purpose() AS access_purpose) = 'audit'::text));
GRANT INSERT, SELECT ON audit_link TO twiza_app;

-- auth_group
-- without row security
GRANT SELECT ON auth_group TO twiza_app;

-- auth_group_permissions
-- without row security
GRANT SELECT ON auth_group_permissions TO twiza_app;

-- auth_permission
-- without row security
GRANT SELECT ON auth_permission TO twiza_app;

-- cases_alert
ALTER TABLE cases_alert ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_call_for_help ON cases_alert
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user)) AND (taken_at IS NULL)));
CREATE POLICY own_organisation_reads ON cases_alert
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_organisation_takes ON cases_alert
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (taken_at IS NULL)))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((taken_at IS NULL) OR (taken_by_id = ( SELECT access_user() AS access_user)))));
GRANT INSERT, SELECT ON cases_alert TO twiza_app;
GRANT UPDATE (taken_at, taken_by_id) ON cases_alert TO twiza_app;

-- cases_alertseal
ALTER TABLE cases_alertseal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY my_new_key ON cases_alertseal
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
CREATE POLICY sealed_to_me ON cases_alertseal
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_alert a
  WHERE ((a.id = cases_alertseal.alert_id) AND ((a.taken_by_id = ( SELECT access_user() AS access_user)) OR ((a.taken_by_id IS NULL) AND (cases_alertseal.user_id = ( SELECT access_user() AS access_user)))))))));
CREATE POLICY taken_by_me ON cases_alertseal
    AS PERMISSIVE
    FOR DELETE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_alert a
  WHERE ((a.id = cases_alertseal.alert_id) AND ((a.taken_by_id = ( SELECT access_user() AS access_user)) OR ((a.taken_by_id IS NULL) AND (cases_alertseal.user_id = ( SELECT access_user() AS access_user)))))))));
CREATE POLICY with_my_call ON cases_alertseal
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_alert a
  WHERE ((a.id = cases_alertseal.alert_id) AND (a.by_id = ( SELECT access_user() AS access_user)) AND (a.taken_by_id IS NULL))))));
GRANT DELETE, INSERT, SELECT ON cases_alertseal TO twiza_app;
GRANT UPDATE (sealed) ON cases_alertseal TO twiza_app;

-- cases_awarenesssession
ALTER TABLE cases_awarenesssession ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_name ON cases_awarenesssession
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY own_organisation_changes ON cases_awarenesssession
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_organisation_reads ON cases_awarenesssession
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON cases_awarenesssession TO twiza_app;
GRANT UPDATE (children, for_whom, is_estimate, men, on, place_name, subject, undone_at, women) ON cases_awarenesssession TO twiza_app;

-- cases_caretalk
ALTER TABLE cases_caretalk ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_asks ON cases_caretalk
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user)) AND (held_on IS NULL) AND (((person_id = ( SELECT access_user() AS access_user)) AND (planned_on IS NULL)) OR (EXISTS ( SELECT
   FROM network_membership m
  WHERE ((m.user_id = ( SELECT access_user() AS access_user)) AND (m.organisation_id = cases_caretalk.organisation_id) AND ((m.role)::text = 'listening_supervisor'::text) AND (m.period @> ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date)))))));
CREATE POLICY own_reads ON cases_caretalk
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((person_id = ( SELECT access_user() AS access_user)) OR (EXISTS ( SELECT
   FROM network_membership m
  WHERE ((m.user_id = ( SELECT access_user() AS access_user)) AND (m.organisation_id = cases_caretalk.organisation_id) AND ((m.role)::text = 'listening_supervisor'::text) AND (m.period @> ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date)))))));
CREATE POLICY supervisor_plans ON cases_caretalk
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM network_membership m
  WHERE ((m.user_id = ( SELECT access_user() AS access_user)) AND (m.organisation_id = cases_caretalk.organisation_id) AND ((m.role)::text = 'listening_supervisor'::text) AND (m.period @> ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date))))));
GRANT INSERT, SELECT ON cases_caretalk TO twiza_app;
GRANT UPDATE (held_on, planned_on) ON cases_caretalk TO twiza_app;

-- cases_case
ALTER TABLE cases_case ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_case
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_organisation_opens ON cases_case
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY team_changes ON cases_case
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_case.id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
CREATE POLICY team_reads ON cases_case
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (( SELECT (CURRENT_USER = pg_get_userbyid(c.relowner))
   FROM pg_class c
  WHERE (c.oid = ('cases_case'::regclass)::oid)) OR (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_case.id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now()))))))));
GRANT INSERT, SELECT ON cases_case TO twiza_app;
GRANT UPDATE (age_band, next_on, state) ON cases_case TO twiza_app;

-- cases_casekey
ALTER TABLE cases_casekey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_casekey
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team_reads ON cases_casekey
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND cases_on_team(case_id) AND (((drawer)::text = 'case'::text) OR cases_in_drawer(case_id))));
CREATE POLICY team_renews ON cases_casekey
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND cases_on_team(case_id) AND (by_id = ( SELECT access_user() AS access_user)) AND (((drawer)::text = 'case'::text) OR cases_in_drawer(case_id))));
GRANT INSERT, SELECT ON cases_casekey TO twiza_app;

-- cases_casenote
ALTER TABLE cases_casenote ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_casenote
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team ON cases_casenote
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_casenote.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now()))))) AND (((kind)::text <> 'psychology'::text) OR cases_in_drawer(case_id))));
GRANT INSERT, SELECT ON cases_casenote TO twiza_app;
GRANT UPDATE (due_on) ON cases_casenote TO twiza_app;

-- cases_deskseat
ALTER TABLE cases_deskseat ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_desk_ends ON cases_deskseat
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_seat ON cases_deskseat
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (until IS NULL) AND (EXISTS ( SELECT
   FROM cases_roomworker w
  WHERE ((w.id = cases_deskseat.worker_id) AND (w.organisation_id = cases_deskseat.organisation_id) AND (w.user_id = ( SELECT access_user() AS access_user)) AND (w.public_key = cases_deskseat.public_key))))));
CREATE POLICY whoever_passes_on ON cases_deskseat
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_user() AS access_user) IS NOT NULL));
GRANT INSERT, SELECT ON cases_deskseat TO twiza_app;
GRANT UPDATE (until) ON cases_deskseat TO twiza_app;

-- cases_drawerseat
ALTER TABLE cases_drawerseat ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY drawer_allows ON cases_drawerseat
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((kind)::text = 'allowed'::text) AND cases_in_drawer(case_id)));
CREATE POLICY drawer_changes ON cases_drawerseat
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND
CASE
    WHEN (user_id = ( SELECT access_user() AS access_user)) THEN true
    ELSE cases_in_drawer(case_id)
END));
CREATE POLICY drawer_reads ON cases_drawerseat
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND
CASE
    WHEN (user_id = ( SELECT access_user() AS access_user)) THEN true
    ELSE cases_in_drawer(case_id)
END));
CREATE POLICY erased_for_good ON cases_drawerseat
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_opens ON cases_drawerseat
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user)) AND ((kind)::text = 'opened'::text) AND (allowed_by_id = ( SELECT access_user() AS access_user)) AND cases_on_team(case_id)));
GRANT INSERT, SELECT ON cases_drawerseat TO twiza_app;
GRANT UPDATE (sealed, until) ON cases_drawerseat TO twiza_app;

-- cases_emergencytry
ALTER TABLE cases_emergencytry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON cases_emergencytry
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
GRANT SELECT ON cases_emergencytry TO twiza_app;

-- cases_erasedcase
ALTER TABLE cases_erasedcase ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_erasedcase
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_organisation_reads ON cases_erasedcase
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT SELECT ON cases_erasedcase TO twiza_app;

-- cases_erasureask
ALTER TABLE cases_erasureask ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_erasureask
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_word ON cases_erasureask
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user)) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_erasureask.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
CREATE POLICY team_reads ON cases_erasureask
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_erasureask.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
CREATE POLICY team_takes_back ON cases_erasureask
    AS PERMISSIVE
    FOR DELETE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_erasureask.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
GRANT DELETE, INSERT, SELECT ON cases_erasureask TO twiza_app;

-- cases_erasurecertificate
ALTER TABLE cases_erasurecertificate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_erasurecertificate
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_organisation_reads ON cases_erasurecertificate
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT SELECT ON cases_erasurecertificate TO twiza_app;

-- cases_keyhalf
ALTER TABLE cases_keyhalf ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_keyhalf
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY recovers ON cases_keyhalf
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.recovering'::text, true) = 'yes'::text));
CREATE POLICY team_gives ON cases_keyhalf
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND cases_on_team(case_id)));
CREATE POLICY team_reads ON cases_keyhalf
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND cases_on_team(case_id)));
CREATE POLICY team_replaces ON cases_keyhalf
    AS PERMISSIVE
    FOR DELETE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND cases_on_team(case_id)));
GRANT DELETE, INSERT, SELECT ON cases_keyhalf TO twiza_app;

-- cases_knock
ALTER TABLE cases_knock ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY old_ones_go ON cases_knock
    AS PERMISSIVE
    FOR DELETE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (at < (now() - '1 day'::interval))));
CREATE POLICY reception_writes ON cases_knock
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY team_reads ON cases_knock
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_returnkey k
  WHERE ((k.organisation_id = cases_knock.organisation_id) AND ((k.digest)::text = ANY ((cases_knock.digests)::text[])))))));
GRANT DELETE, INSERT, SELECT ON cases_knock TO twiza_app;

-- cases_noteversion
ALTER TABLE cases_noteversion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_noteversion
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team ON cases_noteversion
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_noteversion.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now()))))) AND (EXISTS ( SELECT
   FROM cases_casenote n
  WHERE (n.id = cases_noteversion.note_id)))));
GRANT INSERT, SELECT ON cases_noteversion TO twiza_app;

-- cases_outsideask
ALTER TABLE cases_outsideask ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_outsideask
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_organisation_looks ON cases_outsideask
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_organisation_reads ON cases_outsideask
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_word ON cases_outsideask
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON cases_outsideask TO twiza_app;
GRANT UPDATE (seen_at, seen_by_id) ON cases_outsideask TO twiza_app;

-- cases_packet
ALTER TABLE cases_packet ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY desk_reads ON cases_packet
    AS PERMISSIVE
    FOR SELECT
    USING (((EXISTS ( SELECT
   FROM (cases_deskseat d
     JOIN cases_roomworker w ON ((w.id = d.worker_id)))
  WHERE ((d.organisation_id = cases_packet.organisation_id) AND (d.until IS NULL) AND (w.user_id = ( SELECT access_user() AS access_user)) AND (w.organisation_id = d.organisation_id) AND (d.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))) AND (EXISTS ( SELECT
   FROM cases_referral r
  WHERE ((r.id = cases_packet.referral_id) AND (r.expires_on >= ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date) AND ((r.state)::text = ANY ((ARRAY['sent'::character varying, 'received'::character varying, 'waiting_list'::character varying, 'accepted'::character varying, 'attended'::character varying, 'no_show'::character varying])::text[])))))));
CREATE POLICY erased_for_good ON cases_packet
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team ON cases_packet
    AS PERMISSIVE
    FOR ALL
    USING ((EXISTS ( SELECT
   FROM cases_referralcase c
  WHERE (c.referral_id = cases_packet.referral_id))));
GRANT DELETE, INSERT, SELECT ON cases_packet TO twiza_app;

-- cases_packetkey
ALTER TABLE cases_packetkey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY desk_hands ON cases_packetkey
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((EXISTS ( SELECT
   FROM (cases_deskseat d
     JOIN cases_roomworker w ON ((w.id = d.worker_id)))
  WHERE ((d.organisation_id = cases_packetkey.organisation_id) AND (d.until IS NULL) AND (w.user_id = ( SELECT access_user() AS access_user)) AND (w.organisation_id = d.organisation_id) AND (d.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))) AND (EXISTS ( SELECT
   FROM cases_referral r
  WHERE ((r.id = cases_packetkey.referral_id) AND (r.expires_on >= ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date) AND ((r.state)::text = ANY ((ARRAY['sent'::character varying, 'received'::character varying, 'waiting_list'::character varying, 'accepted'::character varying, 'attended'::character varying, 'no_show'::character varying])::text[])))))));
CREATE POLICY desk_reads ON cases_packetkey
    AS PERMISSIVE
    FOR SELECT
    USING (((EXISTS ( SELECT
   FROM (cases_deskseat d
     JOIN cases_roomworker w ON ((w.id = d.worker_id)))
  WHERE ((d.organisation_id = cases_packetkey.organisation_id) AND (d.until IS NULL) AND (w.user_id = ( SELECT access_user() AS access_user)) AND (w.organisation_id = d.organisation_id) AND (d.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))) AND (EXISTS ( SELECT
   FROM cases_referral r
  WHERE ((r.id = cases_packetkey.referral_id) AND (r.expires_on >= ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date) AND ((r.state)::text = ANY ((ARRAY['sent'::character varying, 'received'::character varying, 'waiting_list'::character varying, 'accepted'::character varying, 'attended'::character varying, 'no_show'::character varying])::text[])))))));
CREATE POLICY erased_for_good ON cases_packetkey
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team ON cases_packetkey
    AS PERMISSIVE
    FOR ALL
    USING ((EXISTS ( SELECT
   FROM cases_referralcase c
  WHERE (c.referral_id = cases_packetkey.referral_id))));
GRANT DELETE, INSERT, SELECT ON cases_packetkey TO twiza_app;

-- cases_proposal
ALTER TABLE cases_proposal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY committee_answers_once ON cases_proposal
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM network_membership m
  WHERE ((m.user_id = ( SELECT access_user() AS access_user)) AND (m.organisation_id = cases_proposal.organisation_id) AND ((m.role)::text = ANY ((ARRAY['listening_supervisor'::character varying, 'centre_director'::character varying])::text[])) AND (m.period @> ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date)))) AND (answered_on IS NULL)))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM network_membership m
  WHERE ((m.user_id = ( SELECT access_user() AS access_user)) AND (m.organisation_id = cases_proposal.organisation_id) AND ((m.role)::text = ANY ((ARRAY['listening_supervisor'::character varying, 'centre_director'::character varying])::text[])) AND (m.period @> ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date)))) AND ((version_id IS NULL) OR (EXISTS ( SELECT
   FROM cases_protocol p
  WHERE ((p.id = cases_proposal.version_id) AND (p.organisation_id = cases_proposal.organisation_id)))))));
CREATE POLICY committee_reads ON cases_proposal
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM network_membership m
  WHERE ((m.user_id = ( SELECT access_user() AS access_user)) AND (m.organisation_id = cases_proposal.organisation_id) AND ((m.role)::text = ANY ((ARRAY['listening_supervisor'::character varying, 'centre_director'::character varying])::text[])) AND (m.period @> ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date)))) AND (week < (date_trunc('week'::text, (now() AT TIME ZONE 'Africa/Casablanca'::text)))::date)));
CREATE POLICY kept_by_itself ON cases_proposal
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.proposing'::text, true) = 'yes'::text));
GRANT SELECT (answered_on, id, organisation_id, sentence, version_id, week, why) ON cases_proposal TO twiza_app;
GRANT UPDATE (answered_on, version_id, why) ON cases_proposal TO twiza_app;

-- cases_protocol
ALTER TABLE cases_protocol ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation_adopts ON cases_protocol
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_organisation_reads ON cases_protocol
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_organisation_writes ON cases_protocol
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (first_id IS NULL) AND (second_id IS NULL)));
GRANT INSERT, SELECT ON cases_protocol TO twiza_app;
GRANT UPDATE (content, first_at, first_id, second_at, second_id) ON cases_protocol TO twiza_app;

-- cases_recoveryask
ALTER TABLE cases_recoveryask ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_recoveryask
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_or_team ON cases_recoveryask
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((by_id = ( SELECT access_user() AS access_user)) OR cases_on_team(case_id))));
CREATE POLICY recovers ON cases_recoveryask
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.recovering'::text, true) = 'yes'::text));
GRANT SELECT ON cases_recoveryask TO twiza_app;

-- cases_recoveryconfirm
ALTER TABLE cases_recoveryconfirm ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY asked_or_given ON cases_recoveryconfirm
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((user_id = ( SELECT access_user() AS access_user)) OR (EXISTS ( SELECT
   FROM cases_recoveryask a
  WHERE ((a.id = cases_recoveryconfirm.ask_id) AND (a.by_id = ( SELECT access_user() AS access_user))))))));
CREATE POLICY erased_for_good ON cases_recoveryconfirm
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY recovers ON cases_recoveryconfirm
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.recovering'::text, true) = 'yes'::text));
GRANT SELECT ON cases_recoveryconfirm TO twiza_app;

-- cases_recoverylock
ALTER TABLE cases_recoverylock ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON cases_recoverylock
    AS PERMISSIVE
    FOR ALL
    USING ((user_id = ( SELECT access_user() AS access_user)));
GRANT INSERT, SELECT ON cases_recoverylock TO twiza_app;
GRANT UPDATE (at, kibibytes, passes, pepper, salt, sealed) ON cases_recoverylock TO twiza_app;

-- cases_recoveryofficer
ALTER TABLE cases_recoveryofficer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY colleagues_read ON cases_recoveryofficer
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_key ON cases_recoveryofficer
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON cases_recoveryofficer TO twiza_app;

-- cases_referral
ALTER TABLE cases_referral ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY counted ON cases_referral
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'figures'::text));
CREATE POLICY desk_answers ON cases_referral
    AS PERMISSIVE
    FOR UPDATE
    USING (((asked_at IS NOT NULL) AND (EXISTS ( SELECT
   FROM (cases_deskseat d
     JOIN cases_roomworker w ON ((w.id = d.worker_id)))
  WHERE ((d.organisation_id = cases_referral.receiver_id) AND (d.until IS NULL) AND (w.user_id = ( SELECT access_user() AS access_user)) AND (w.organisation_id = d.organisation_id) AND (d.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY desk_reads ON cases_referral
    AS PERMISSIVE
    FOR SELECT
    USING (((asked_at IS NOT NULL) AND (EXISTS ( SELECT
   FROM (cases_deskseat d
     JOIN cases_roomworker w ON ((w.id = d.worker_id)))
  WHERE ((d.organisation_id = cases_referral.receiver_id) AND (d.until IS NULL) AND (w.user_id = ( SELECT access_user() AS access_user)) AND (w.organisation_id = d.organisation_id) AND (d.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY erased_for_good ON cases_referral
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_organisation_prepares ON cases_referral
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((sender_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((state)::text = 'drafted'::text)));
CREATE POLICY team_changes ON cases_referral
    AS PERMISSIVE
    FOR UPDATE
    USING (((sender_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_referralcase c
  WHERE (c.referral_id = cases_referral.id)))));
CREATE POLICY team_reads ON cases_referral
    AS PERMISSIVE
    FOR SELECT
    USING (((sender_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_referralcase c
  WHERE (c.referral_id = cases_referral.id)))));
GRANT INSERT, SELECT ON cases_referral TO twiza_app;
GRANT UPDATE (answered_at, asked_at, by_hand, expires_on, handler_id, offered_id, offered_on, reason_code, reply_by, result_code, state) ON cases_referral TO twiza_app;

-- cases_referralcase
ALTER TABLE cases_referralcase ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_referralcase
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team ON cases_referralcase
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_referralcase.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
GRANT INSERT, SELECT ON cases_referralcase TO twiza_app;
GRANT UPDATE (consent_id) ON cases_referralcase TO twiza_app;

-- cases_returnkey
ALTER TABLE cases_returnkey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_returnkey
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team ON cases_returnkey
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_returnkey.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
GRANT DELETE, INSERT, SELECT ON cases_returnkey TO twiza_app;
GRANT UPDATE (at, digest) ON cases_returnkey TO twiza_app;

-- cases_roomdraft
ALTER TABLE cases_roomdraft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_roomdraft
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_changes ON cases_roomdraft
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
CREATE POLICY own_drops ON cases_roomdraft
    AS PERMISSIVE
    FOR DELETE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
CREATE POLICY own_keeps ON cases_roomdraft
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user)) AND (((case_id IS NULL) AND (about = organisation_id)) OR cases_on_team(case_id))));
CREATE POLICY own_reads ON cases_roomdraft
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
GRANT DELETE, INSERT, SELECT ON cases_roomdraft TO twiza_app;
GRANT UPDATE (at, sealed) ON cases_roomdraft TO twiza_app;

-- cases_roomfigures
ALTER TABLE cases_roomfigures ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_name ON cases_roomfigures
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY own_organisation_reads ON cases_roomfigures
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON cases_roomfigures TO twiza_app;

-- cases_roomlock
ALTER TABLE cases_roomlock ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON cases_roomlock
    AS PERMISSIVE
    FOR ALL
    USING ((user_id = ( SELECT access_user() AS access_user)));
GRANT INSERT, SELECT ON cases_roomlock TO twiza_app;
GRANT UPDATE (at, kibibytes, passes, pepper, salt, sealed) ON cases_roomlock TO twiza_app;

-- cases_roompin
ALTER TABLE cases_roompin ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_ends ON cases_roompin
    AS PERMISSIVE
    FOR DELETE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
CREATE POLICY own_reads ON cases_roompin
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
CREATE POLICY own_sets ON cases_roompin
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user)) AND (tries = 0)));
CREATE POLICY own_tries ON cases_roompin
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user)) AND (tries < 5) AND (until > now())))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
GRANT DELETE, INSERT, SELECT ON cases_roompin TO twiza_app;
GRANT UPDATE (tries) ON cases_roompin TO twiza_app;

-- cases_roomworker
ALTER TABLE cases_roomworker ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY colleagues_read ON cases_roomworker
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_key ON cases_roomworker
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON cases_roomworker TO twiza_app;

-- cases_service
ALTER TABLE cases_service ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON cases_service
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY directory ON cases_service
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY keep_own ON cases_service
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON cases_service TO twiza_app;
GRANT UPDATE (capacity, closed_on, for_whom, hours, kind, name_ar, name_fr, phone, place_id, provider_id, safe, women_only) ON cases_service TO twiza_app;

-- cases_serviceconfirmation
ALTER TABLE cases_serviceconfirmation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY directory ON cases_serviceconfirmation
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY own_name ON cases_serviceconfirmation
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON cases_serviceconfirmation TO twiza_app;

-- cases_supervisorask
ALTER TABLE cases_supervisorask ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_supervisorask
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team_asks ON cases_supervisorask
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_supervisorask.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now()))))) AND (decided_at IS NULL)));
CREATE POLICY team_decides ON cases_supervisorask
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_supervisorask.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
CREATE POLICY team_reads ON cases_supervisorask
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_supervisorask.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
GRANT INSERT, SELECT ON cases_supervisorask TO twiza_app;
GRANT UPDATE (decided_at, decided_by_id) ON cases_supervisorask TO twiza_app;

-- cases_tally
ALTER TABLE cases_tally ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY counted_by_itself ON cases_tally
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.counting'::text, true) = 'yes'::text));
CREATE POLICY own_organisation ON cases_tally
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT SELECT ON cases_tally TO twiza_app;

-- cases_teamseat
ALTER TABLE cases_teamseat ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_teamseat
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_first_seat ON cases_teamseat
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (user_id = ( SELECT access_user() AS access_user)) AND (((kind)::text = 'opened'::text) OR (((kind)::text = 'broke_glass'::text) AND ( SELECT (CURRENT_USER = pg_get_userbyid(c.relowner))
   FROM pg_class c
  WHERE (c.oid = ('cases_case'::regclass)::oid))))));
CREATE POLICY recovers ON cases_teamseat
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.recovering'::text, true) = 'yes'::text));
CREATE POLICY team_asks_in ON cases_teamseat
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((kind)::text = 'added'::text) AND cases_on_team(case_id)));
CREATE POLICY team_changes ON cases_teamseat
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND cases_on_team(case_id)));
CREATE POLICY team_reads ON cases_teamseat
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND
CASE
    WHEN (user_id = ( SELECT access_user() AS access_user)) THEN true
    ELSE cases_on_team(case_id)
END));
GRANT INSERT, SELECT ON cases_teamseat TO twiza_app;
GRANT UPDATE (reviewed_at, reviewed_by_id, sealed, until) ON cases_teamseat TO twiza_app;

-- cases_ticket
ALTER TABLE cases_ticket ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_ticket
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_organisation_calls ON cases_ticket
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (taken_at IS NULL)))
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_organisation_gives ON cases_ticket
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (taken_at IS NULL)));
CREATE POLICY own_organisation_reads ON cases_ticket
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON cases_ticket TO twiza_app;
GRANT UPDATE (taken_at) ON cases_ticket TO twiza_app;

-- cases_waitingdecision
ALTER TABLE cases_waitingdecision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON cases_waitingdecision
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY team ON cases_waitingdecision
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM cases_teamseat s
  WHERE ((s.case_id = cases_waitingdecision.case_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((s.until IS NULL) OR (s.until > now())))))));
GRANT INSERT, SELECT ON cases_waitingdecision TO twiza_app;
GRANT UPDATE (settled_at) ON cases_waitingdecision TO twiza_app;

-- django_content_type
-- without row security
GRANT SELECT ON django_content_type TO twiza_app;

-- django_migrations
-- without row security
GRANT SELECT ON django_migrations TO twiza_app;

-- django_session
-- without row security
GRANT DELETE, INSERT, SELECT, UPDATE ON django_session TO twiza_app;

-- files_file
ALTER TABLE files_file ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON files_file
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY restore_erase ON files_file
    AS PERMISSIVE
    FOR UPDATE
    USING ((( SELECT access_purpose() AS access_purpose) = 'restore'::text))
    WITH CHECK (((( SELECT access_purpose() AS access_purpose) = 'restore'::text) AND (erased_at IS NOT NULL)));
CREATE POLICY restore_read ON files_file
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'restore'::text));
CREATE POLICY upkeep_erase ON files_file
    AS PERMISSIVE
    FOR UPDATE
    USING (((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text) AND (erase_on <= ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date)))
    WITH CHECK (((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text) AND (erased_at IS NOT NULL)));
CREATE POLICY upkeep_read ON files_file
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text));
GRANT INSERT, SELECT, UPDATE ON files_file TO twiza_app;

-- funding_account
ALTER TABLE funding_account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_account
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_account TO twiza_app;
GRANT UPDATE (closed_on, code, kind, label_ar, label_fr) ON funding_account TO twiza_app;

-- funding_bookclosing
ALTER TABLE funding_bookclosing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_bookclosing
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_bookclosing TO twiza_app;

-- funding_budgetline
ALTER TABLE funding_budgetline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_budgetline
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_budgetline TO twiza_app;

-- funding_deposit
ALTER TABLE funding_deposit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_deposit
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_deposit TO twiza_app;

-- funding_donor
ALTER TABLE funding_donor ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_donor
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_donor TO twiza_app;
GRANT UPDATE (contact, erased_at, kind, name, phone) ON funding_donor TO twiza_app;

-- funding_entry
ALTER TABLE funding_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_entry
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_entry TO twiza_app;

-- funding_gift
ALTER TABLE funding_gift ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_gift
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_gift TO twiza_app;
GRANT UPDATE (corrected_at, corrected_by_id, deposit_id, reason_code, words) ON funding_gift TO twiza_app;

-- funding_giftsheet
ALTER TABLE funding_giftsheet ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_giftsheet
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_giftsheet TO twiza_app;

-- funding_grant
ALTER TABLE funding_grant ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY ask_either ON funding_grant
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY change_either ON funding_grant
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY read_either ON funding_grant
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON funding_grant TO twiza_app;
GRANT UPDATE (rib, rib_holder, state, state_at, summary) ON funding_grant TO twiza_app;

-- funding_grantbooking
ALTER TABLE funding_grantbooking ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_grantbooking
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantbooking TO twiza_app;
GRANT UPDATE (undone_at) ON funding_grantbooking TO twiza_app;

-- funding_grantcall
ALTER TABLE funding_grantcall ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_public ON funding_grantcall
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_user() AS access_user) IS NOT NULL));
CREATE POLICY write_own ON funding_grantcall
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantcall TO twiza_app;

-- funding_grantconvention
ALTER TABLE funding_grantconvention ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_either ON funding_grantconvention
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY sign_either ON funding_grantconvention
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY write_funder ON funding_grantconvention
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantconvention TO twiza_app;
GRANT UPDATE (convention_id, funder_signed_at, funder_signed_by_id, grantee_signed_at, grantee_signed_by_id) ON funding_grantconvention TO twiza_app;

-- funding_grantcriterion
ALTER TABLE funding_grantcriterion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_public ON funding_grantcriterion
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_user() AS access_user) IS NOT NULL));
CREATE POLICY write_own ON funding_grantcriterion
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantcriterion TO twiza_app;

-- funding_grantdecision
ALTER TABLE funding_grantdecision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_either ON funding_grantdecision
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY write_funder ON funding_grantdecision
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantdecision TO twiza_app;

-- funding_grantexpense
ALTER TABLE funding_grantexpense ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON funding_grantexpense
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_or_by_function ON funding_grantexpense
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR ( SELECT (CURRENT_USER = pg_get_userbyid(c.relowner))
   FROM pg_class c
  WHERE (c.oid = ('funding_grantexpense'::regclass)::oid))));
CREATE POLICY write_own ON funding_grantexpense
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantexpense TO twiza_app;
GRANT UPDATE (photo, report_id, second_at, second_id, sha256, taken_out_at) ON funding_grantexpense TO twiza_app;

-- funding_grantheading
ALTER TABLE funding_grantheading ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_either ON funding_grantheading
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY write_either ON funding_grantheading
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON funding_grantheading TO twiza_app;

-- funding_grantinterest
ALTER TABLE funding_grantinterest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON funding_grantinterest
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (scorer_id = ( SELECT access_user() AS access_user))));
CREATE POLICY declare_own ON funding_grantinterest
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (scorer_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_funder ON funding_grantinterest
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantinterest TO twiza_app;
GRANT UPDATE (at, linked, words) ON funding_grantinterest TO twiza_app;

-- funding_grantlook
ALTER TABLE funding_grantlook ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_either ON funding_grantlook
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY write_funder ON funding_grantlook
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantlook TO twiza_app;

-- funding_grantproof
ALTER TABLE funding_grantproof ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY hand_over ON funding_grantproof
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_either ON funding_grantproof
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON funding_grantproof TO twiza_app;

-- funding_grantreport
ALTER TABLE funding_grantreport ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_either ON funding_grantreport
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY rule_funder ON funding_grantreport
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY send_grantee ON funding_grantreport
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantreport TO twiza_app;
GRANT UPDATE (ruled_at, ruled_by_id, state) ON funding_grantreport TO twiza_app;

-- funding_grantreportline
ALTER TABLE funding_grantreportline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_either ON funding_grantreportline
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY rule_either ON funding_grantreportline
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY send_grantee ON funding_grantreportline
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantreportline TO twiza_app;
GRANT UPDATE (answer, note, ruled_at, ruled_by_id, verdict) ON funding_grantreportline TO twiza_app;

-- funding_grantreturn
ALTER TABLE funding_grantreturn ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_either ON funding_grantreturn
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY write_funder ON funding_grantreturn
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_grantreturn TO twiza_app;

-- funding_grantscore
ALTER TABLE funding_grantscore ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_funder ON funding_grantscore
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY score_own ON funding_grantscore
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (scorer_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON funding_grantscore TO twiza_app;

-- funding_granttranche
ALTER TABLE funding_granttranche ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY pay_funder ON funding_granttranche
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_either ON funding_granttranche
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY write_funder ON funding_granttranche
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_granttranche TO twiza_app;
GRANT UPDATE (excuse, excused_by_id, excused_with_id, held_back, paid_at, paid_by_id, paid_on, reference) ON funding_granttranche TO twiza_app;

-- funding_headingaccount
ALTER TABLE funding_headingaccount ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_headingaccount
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_headingaccount TO twiza_app;
GRANT UPDATE (account_id) ON funding_headingaccount TO twiza_app;

-- funding_line
ALTER TABLE funding_line ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_line
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_line TO twiza_app;

-- funding_overfundingconsent
ALTER TABLE funding_overfundingconsent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY agree_or_end ON funding_overfundingconsent
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY ask ON funding_overfundingconsent
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_either ON funding_overfundingconsent
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON funding_overfundingconsent TO twiza_app;
GRANT UPDATE (agreed_at, agreed_by_id, ended_at, ended_by_id) ON funding_overfundingconsent TO twiza_app;

-- funding_overfundingnotice
ALTER TABLE funding_overfundingnotice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_either ON funding_overfundingnotice
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY tell ON funding_overfundingnotice
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((grantee_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_overfundingnotice TO twiza_app;

-- funding_paymentorder
ALTER TABLE funding_paymentorder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_paymentorder
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_paymentorder TO twiza_app;
GRANT UPDATE (cancelled_at, cancelled_by_id, entry_id, paid_at, paid_by_id, paid_on, reason_code, reference, state) ON funding_paymentorder TO twiza_app;

-- funding_paymentshare
ALTER TABLE funding_paymentshare ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_paymentshare
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_paymentshare TO twiza_app;

-- funding_pledge
ALTER TABLE funding_pledge ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_pledge
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_pledge TO twiza_app;
GRANT UPDATE (reason_code, received, state, words) ON funding_pledge TO twiza_app;

-- funding_project
ALTER TABLE funding_project ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_project
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_project TO twiza_app;
GRANT UPDATE (ends_on, starts_on, title) ON funding_project TO twiza_app;

-- funding_purchase
ALTER TABLE funding_purchase ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_purchase
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_purchase TO twiza_app;
GRANT UPDATE (taken_out_at) ON funding_purchase TO twiza_app;

-- funding_purchaseshare
ALTER TABLE funding_purchaseshare ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_purchaseshare
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_purchaseshare TO twiza_app;
GRANT UPDATE (entry_id, second_at, second_id) ON funding_purchaseshare TO twiza_app;

-- funding_receipt
ALTER TABLE funding_receipt ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_receipt
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_receipt TO twiza_app;
GRANT UPDATE (cancelled_at, cancelled_by_id, reason_code) ON funding_receipt TO twiza_app;

-- funding_restriction
ALTER TABLE funding_restriction ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON funding_restriction
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_restriction TO twiza_app;
GRANT UPDATE (spend_before) ON funding_restriction TO twiza_app;

-- funding_worksitem
ALTER TABLE funding_worksitem ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY follow_the_works ON funding_worksitem
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT
   FROM funding_worksproject p
  WHERE (p.id = funding_worksitem.project_id))));
CREATE POLICY write_keeper ON funding_worksitem
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_worksitem TO twiza_app;

-- funding_workspayment
ALTER TABLE funding_workspayment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY follow_the_works ON funding_workspayment
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT
   FROM funding_worksproject p
  WHERE (p.id = funding_workspayment.project_id))));
CREATE POLICY write_keeper ON funding_workspayment
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_workspayment TO twiza_app;

-- funding_worksplan
ALTER TABLE funding_worksplan ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY follow_the_works ON funding_worksplan
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT
   FROM funding_worksproject p
  WHERE (p.id = funding_worksplan.project_id))));
CREATE POLICY write_keeper ON funding_worksplan
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_worksplan TO twiza_app;

-- funding_worksprogramme
ALTER TABLE funding_worksprogramme ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_or_of_works ON funding_worksprogramme
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT
   FROM funding_worksproject p
  WHERE (p.own_programme_id = funding_worksprogramme.id)))));
CREATE POLICY write_own ON funding_worksprogramme
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_worksprogramme TO twiza_app;

-- funding_worksproject
ALTER TABLE funding_worksproject ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_keeper ON funding_worksproject
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY readers ON funding_worksproject
    AS PERMISSIVE
    FOR SELECT
    USING ((readers && ( SELECT access_organisations() AS access_organisations)));
CREATE POLICY write_keeper ON funding_worksproject
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_worksproject TO twiza_app;
GRANT UPDATE (convention_id, cost, institution_id, operator_id, operator_said, owner_id, owner_said, phase, readers, stopped_on, stopped_why, supervisor_said, unfinanced) ON funding_worksproject TO twiza_app;

-- funding_worksreserve
ALTER TABLE funding_worksreserve ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_keeper ON funding_worksreserve
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY follow_the_works ON funding_worksreserve
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT
   FROM funding_worksproject p
  WHERE (p.id = funding_worksreserve.project_id))));
CREATE POLICY write_keeper ON funding_worksreserve
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_worksreserve TO twiza_app;
GRANT UPDATE (lifted_on, lifted_reference) ON funding_worksreserve TO twiza_app;

-- funding_worksshare
ALTER TABLE funding_worksshare ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_keeper ON funding_worksshare
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY follow_the_works ON funding_worksshare
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT
   FROM funding_worksproject p
  WHERE (p.id = funding_worksshare.project_id))));
CREATE POLICY write_keeper ON funding_worksshare
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_worksshare TO twiza_app;
GRANT UPDATE (amount, reference) ON funding_worksshare TO twiza_app;

-- funding_worksstep
ALTER TABLE funding_worksstep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY follow_the_works ON funding_worksstep
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT
   FROM funding_worksproject p
  WHERE (p.id = funding_worksstep.project_id))));
CREATE POLICY write_keeper ON funding_worksstep
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON funding_worksstep TO twiza_app;

-- mfa_authenticator
-- without row security
GRANT DELETE, INSERT, SELECT, UPDATE ON mfa_authenticator TO twiza_app;

-- network_amendmentsigner
ALTER TABLE network_amendmentsigner ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties ON network_amendmentsigner
    AS PERMISSIVE
    FOR ALL
    USING ((EXISTS ( SELECT 1
   FROM network_convention c
  WHERE (c.id = network_amendmentsigner.convention_id))));
GRANT INSERT, SELECT ON network_amendmentsigner TO twiza_app;

-- network_associationbureau
ALTER TABLE network_associationbureau ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_associationbureau
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.association_id = network_associationbureau.organisation_id) AND (i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY show_own ON network_associationbureau
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY write_own ON network_associationbureau
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON network_associationbureau TO twiza_app;
GRANT UPDATE (receipt_number, receipt_on, shown_at, shown_by_id) ON network_associationbureau TO twiza_app;

-- network_changeanswer
ALTER TABLE network_changeanswer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_changeanswer
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_changeanswer.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_changeanswer
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_changeanswer.institution_id) AND (i.organisation_id = network_changeanswer.organisation_id))))));
GRANT INSERT, SELECT ON network_changeanswer TO twiza_app;

-- network_closureplan
ALTER TABLE network_closureplan ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_closureplan
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_closureplan.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY keep_own ON network_closureplan
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_closureplan.institution_id) AND (i.organisation_id = network_closureplan.organisation_id))))));
GRANT INSERT, SELECT ON network_closureplan TO twiza_app;

-- network_commitmentchange
ALTER TABLE network_commitmentchange ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties ON network_commitmentchange
    AS PERMISSIVE
    FOR ALL
    USING ((EXISTS ( SELECT 1
   FROM network_convention c
  WHERE (c.id = network_commitmentchange.convention_id))));
GRANT INSERT, SELECT ON network_commitmentchange TO twiza_app;

-- network_convention
ALTER TABLE network_convention ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties ON network_convention
    AS PERMISSIVE
    FOR ALL
    USING ((parties && ( SELECT access_organisations() AS access_organisations)));
GRANT INSERT, SELECT, UPDATE ON network_convention TO twiza_app;

-- network_conventionamendment
ALTER TABLE network_conventionamendment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties ON network_conventionamendment
    AS PERMISSIVE
    FOR ALL
    USING ((EXISTS ( SELECT 1
   FROM network_convention c
  WHERE (c.id = network_conventionamendment.convention_id))));
GRANT INSERT, SELECT ON network_conventionamendment TO twiza_app;

-- network_conventioncommitment
ALTER TABLE network_conventioncommitment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties_read ON network_conventioncommitment
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_convention c
  WHERE (c.id = network_conventioncommitment.convention_id))));
CREATE POLICY write_by_its_party ON network_conventioncommitment
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((EXISTS ( SELECT 1
   FROM network_convention c
  WHERE ((c.id = network_conventioncommitment.convention_id) AND (network_conventioncommitment.written_by_id = ANY (c.parties))))) AND (written_by_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND ((written_by_id = organisation_id) OR (((agreement)::text <> ''::text) AND ((EXISTS ( SELECT 1
   FROM network_organisation o
  WHERE ((o.id = network_conventioncommitment.written_by_id) AND ((o.kind)::text = ANY ((ARRAY['provincial_unit'::character varying, 'regional_unit'::character varying, 'public_body'::character varying])::text[]))))) OR (EXISTS ( SELECT 1
   FROM network_organisation o
  WHERE ((o.id = network_conventioncommitment.organisation_id) AND (o.kept_by_id = network_conventioncommitment.written_by_id)))) OR (EXISTS ( SELECT 1
   FROM network_conventionparty p
  WHERE ((p.convention_id = network_conventioncommitment.convention_id) AND (p.organisation_id = network_conventioncommitment.written_by_id) AND ((p.role)::text = ANY ((ARRAY['funder'::character varying, 'supervisor'::character varying])::text[]))))))))));
GRANT INSERT, SELECT ON network_conventioncommitment TO twiza_app;

-- network_conventiondelivery
ALTER TABLE network_conventiondelivery ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties_read ON network_conventiondelivery
    AS PERMISSIVE
    FOR SELECT
    USING ((parties && ( SELECT access_organisations() AS access_organisations)));
CREATE POLICY write_own ON network_conventiondelivery
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_convention c
  WHERE ((c.id = network_conventiondelivery.convention_id) AND (c.parties = network_conventiondelivery.parties) AND (network_conventiondelivery.organisation_id = ANY (c.parties)))))));
GRANT INSERT, SELECT ON network_conventiondelivery TO twiza_app;

-- network_conventionevent
ALTER TABLE network_conventionevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties ON network_conventionevent
    AS PERMISSIVE
    FOR ALL
    USING ((parties && ( SELECT access_organisations() AS access_organisations)));
GRANT INSERT, SELECT ON network_conventionevent TO twiza_app;

-- network_conventionhandover
ALTER TABLE network_conventionhandover ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties_read ON network_conventionhandover
    AS PERMISSIVE
    FOR SELECT
    USING ((parties && ( SELECT access_organisations() AS access_organisations)));
CREATE POLICY write_own ON network_conventionhandover
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_convention c
  WHERE ((c.id = network_conventionhandover.convention_id) AND (c.parties = network_conventionhandover.parties) AND (network_conventionhandover.organisation_id = ANY (c.parties)))))));
GRANT INSERT, SELECT ON network_conventionhandover TO twiza_app;

-- network_conventionparty
ALTER TABLE network_conventionparty ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties ON network_conventionparty
    AS PERMISSIVE
    FOR ALL
    USING ((EXISTS ( SELECT 1
   FROM network_convention c
  WHERE (c.id = network_conventionparty.convention_id))));
GRANT INSERT, SELECT ON network_conventionparty TO twiza_app;

-- network_conventionruling
ALTER TABLE network_conventionruling ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties_read ON network_conventionruling
    AS PERMISSIVE
    FOR SELECT
    USING ((parties && ( SELECT access_organisations() AS access_organisations)));
CREATE POLICY write_own ON network_conventionruling
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_convention c
  WHERE ((c.id = network_conventionruling.convention_id) AND (c.parties = network_conventionruling.parties) AND (network_conventionruling.organisation_id = ANY (c.parties)))))));
GRANT INSERT, SELECT ON network_conventionruling TO twiza_app;

-- network_conventionundoing
ALTER TABLE network_conventionundoing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY parties_read ON network_conventionundoing
    AS PERMISSIVE
    FOR SELECT
    USING ((parties && ( SELECT access_organisations() AS access_organisations)));
CREATE POLICY take_back_own ON network_conventionundoing
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY write_own ON network_conventionundoing
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_convention c
  WHERE ((c.id = network_conventionundoing.convention_id) AND (c.parties = network_conventionundoing.parties) AND (network_conventionundoing.organisation_id = ANY (c.parties)))))));
GRANT INSERT, SELECT ON network_conventionundoing TO twiza_app;
GRANT UPDATE (taken_back_at, taken_back_by_id, taken_back_why) ON network_conventionundoing TO twiza_app;

-- network_figuretable
ALTER TABLE network_figuretable ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON network_figuretable
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON network_figuretable TO twiza_app;

-- network_incidentnote
ALTER TABLE network_incidentnote ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_incidentnote
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_incidentnote.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_incidentnote
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_incidentnote.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT INSERT, SELECT ON network_incidentnote TO twiza_app;

-- network_inspection
ALTER TABLE network_inspection ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON network_inspection
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY keep_own ON network_inspection
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_inspection.institution_id) AND (i.organisation_id = network_inspection.organisation_id))))));
CREATE POLICY read ON network_inspection
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (((signed_at IS NOT NULL) OR (announced AND (visited_on IS NULL))) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_inspection.institution_id) AND (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT INSERT, SELECT ON network_inspection TO twiza_app;
GRANT UPDATE (answers, boys, capacity_found, girls, signed_at, visited_on, visitors, words) ON network_inspection TO twiza_app;

-- network_inspectionanswer
ALTER TABLE network_inspectionanswer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_word ON network_inspectionanswer
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_inspection v
  WHERE ((v.id = network_inspectionanswer.inspection_id) AND (v.institution_id = network_inspectionanswer.institution_id) AND (v.signed_at IS NOT NULL)))) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_inspectionanswer.institution_id) AND (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY read ON network_inspectionanswer
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_inspectionanswer.institution_id) AND (i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
GRANT INSERT, SELECT ON network_inspectionanswer TO twiza_app;

-- network_inspectionfinding
ALTER TABLE network_inspectionfinding ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY drop_own ON network_inspectionfinding
    AS PERMISSIVE
    FOR DELETE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY keep_own ON network_inspectionfinding
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_inspectionfinding.institution_id) AND (i.organisation_id = network_inspectionfinding.organisation_id)))) AND (EXISTS ( SELECT 1
   FROM network_inspection v
  WHERE ((v.id = network_inspectionfinding.inspection_id) AND (v.organisation_id = network_inspectionfinding.organisation_id) AND (v.institution_id = network_inspectionfinding.institution_id))))));
CREATE POLICY read ON network_inspectionfinding
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR ((EXISTS ( SELECT 1
   FROM network_inspection v
  WHERE ((v.id = network_inspectionfinding.inspection_id) AND (v.signed_at IS NOT NULL)))) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_inspectionfinding.institution_id) AND (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT DELETE, INSERT, SELECT ON network_inspectionfinding TO twiza_app;

-- network_inspectionphoto
ALTER TABLE network_inspectionphoto ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY keep_own ON network_inspectionphoto
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_inspectionphoto.institution_id) AND (i.organisation_id = network_inspectionphoto.organisation_id)))) AND (EXISTS ( SELECT 1
   FROM network_inspection v
  WHERE ((v.id = network_inspectionphoto.inspection_id) AND (v.organisation_id = network_inspectionphoto.organisation_id) AND (v.institution_id = network_inspectionphoto.institution_id))))));
CREATE POLICY read ON network_inspectionphoto
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR ((EXISTS ( SELECT 1
   FROM network_inspection v
  WHERE ((v.id = network_inspectionphoto.inspection_id) AND (v.signed_at IS NOT NULL)))) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_inspectionphoto.institution_id) AND (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT INSERT, SELECT ON network_inspectionphoto TO twiza_app;

-- network_institution
ALTER TABLE network_institution ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON network_institution
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY keep_own ON network_institution
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY register ON network_institution
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
GRANT INSERT, SELECT ON network_institution TO twiza_app;
GRANT UPDATE (association_id, category, closed_on, convention_id, name_ar, name_fr, opened_on, place_id) ON network_institution TO twiza_app;

-- network_institutionchange
ALTER TABLE network_institutionchange ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_institutionchange
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionchange.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_institutionchange
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionchange.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT INSERT, SELECT ON network_institutionchange TO twiza_app;

-- network_institutionfigure
ALTER TABLE network_institutionfigure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_institutionfigure
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionfigure.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_institutionfigure
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionfigure.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))) AND (organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON network_institutionfigure TO twiza_app;

-- network_institutionincident
ALTER TABLE network_institutionincident ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_institutionincident
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionincident.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_institutionincident
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionincident.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT INSERT, SELECT ON network_institutionincident TO twiza_app;

-- network_institutionletter
ALTER TABLE network_institutionletter ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_institutionletter
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionletter.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_institutionletter
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionletter.institution_id) AND (i.organisation_id = network_institutionletter.organisation_id))))));
GRANT INSERT, SELECT ON network_institutionletter TO twiza_app;

-- network_institutionmandate
ALTER TABLE network_institutionmandate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_institutionmandate
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionmandate.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY end ON network_institutionmandate
    AS PERMISSIVE
    FOR UPDATE
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionmandate.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_institutionmandate
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionmandate.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))) AND (organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON network_institutionmandate TO twiza_app;
GRANT UPDATE (period) ON network_institutionmandate TO twiza_app;

-- network_institutionpaper
ALTER TABLE network_institutionpaper ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_institutionpaper
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionpaper.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_institutionpaper
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionpaper.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))) AND (organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON network_institutionpaper TO twiza_app;

-- network_institutionreport
ALTER TABLE network_institutionreport ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_institutionreport
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionreport.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_institutionreport
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionreport.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT INSERT, SELECT ON network_institutionreport TO twiza_app;

-- network_institutionsite
ALTER TABLE network_institutionsite ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY keep_own ON network_institutionsite
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionsite.institution_id) AND (i.organisation_id = network_institutionsite.organisation_id))))));
CREATE POLICY register ON network_institutionsite
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY take_away ON network_institutionsite
    AS PERMISSIVE
    FOR DELETE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT ON network_institutionsite TO twiza_app;

-- network_institutionsurvey
ALTER TABLE network_institutionsurvey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY begin_own ON network_institutionsurvey
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionsurvey.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
CREATE POLICY both_read ON network_institutionsurvey
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionsurvey.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY both_write ON network_institutionsurvey
    AS PERMISSIVE
    FOR UPDATE
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionsurvey.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))))
    WITH CHECK ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_institutionsurvey.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
GRANT INSERT, SELECT ON network_institutionsurvey TO twiza_app;
GRANT UPDATE (answers, saved_at, sent_at, sent_by_id, sent_on, words) ON network_institutionsurvey TO twiza_app;

-- network_interestdeclaration
ALTER TABLE network_interestdeclaration ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY my_own ON network_interestdeclaration
    AS PERMISSIVE
    FOR SELECT
    USING ((user_id = ( SELECT access_user() AS access_user)));
CREATE POLICY own_organisation ON network_interestdeclaration
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON network_interestdeclaration TO twiza_app;

-- network_invitation
ALTER TABLE network_invitation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY first_set_up ON network_invitation
    AS PERMISSIVE
    FOR ALL
    USING ((( SELECT access_purpose() AS access_purpose) = 'setup'::text));
CREATE POLICY my_invitations ON network_invitation
    AS PERMISSIVE
    FOR ALL
    USING ((made_by_id = ( SELECT access_user() AS access_user)));
CREATE POLICY own_organisation ON network_invitation
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON network_invitation TO twiza_app;
GRANT UPDATE (accepted_at, accepted_by_id, cancelled_at) ON network_invitation TO twiza_app;

-- network_licence
ALTER TABLE network_licence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON network_licence
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY keep_own ON network_licence
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_licence.institution_id) AND (i.organisation_id = network_licence.organisation_id))))));
CREATE POLICY register ON network_licence
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
GRANT INSERT, SELECT ON network_licence TO twiza_app;
GRANT UPDATE (state, state_on, state_words) ON network_licence TO twiza_app;

-- network_licencedecision
ALTER TABLE network_licencedecision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_licencedecision
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE (f.id = network_licencedecision.file_id))));
CREATE POLICY keep_own ON network_licencedecision
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencedecision.file_id) AND (f.organisation_id = network_licencedecision.organisation_id))))));
GRANT INSERT, SELECT ON network_licencedecision TO twiza_app;

-- network_licencefile
ALTER TABLE network_licencefile ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_licencefile
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY change_own ON network_licencefile
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY keep_own ON network_licencefile
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON network_licencefile TO twiza_app;
GRANT UPDATE (arrival, decided_on, filed_on, missing, state, visit_on) ON network_licencefile TO twiza_app;

-- network_licencemail
ALTER TABLE network_licencemail ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_licencemail
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE (f.id = network_licencemail.file_id))));
CREATE POLICY keep_own ON network_licencemail
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencemail.file_id) AND (f.organisation_id = network_licencemail.organisation_id))))));
GRANT INSERT, SELECT ON network_licencemail TO twiza_app;

-- network_licencemeasure
ALTER TABLE network_licencemeasure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_licencemeasure
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE (f.id = network_licencemeasure.file_id))));
CREATE POLICY change_own ON network_licencemeasure
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencemeasure.file_id) AND (f.organisation_id = network_licencemeasure.organisation_id))))))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencemeasure.file_id) AND (f.organisation_id = network_licencemeasure.organisation_id))))));
CREATE POLICY keep_own ON network_licencemeasure
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencemeasure.file_id) AND (f.organisation_id = network_licencemeasure.organisation_id))))));
GRANT INSERT, SELECT ON network_licencemeasure TO twiza_app;
GRANT UPDATE (done_on) ON network_licencemeasure TO twiza_app;

-- network_licenceopinion
ALTER TABLE network_licenceopinion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_licenceopinion
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE (f.id = network_licenceopinion.file_id))));
CREATE POLICY keep_own ON network_licenceopinion
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licenceopinion.file_id) AND (f.organisation_id = network_licenceopinion.organisation_id))))));
GRANT INSERT, SELECT ON network_licenceopinion TO twiza_app;

-- network_licencepause
ALTER TABLE network_licencepause ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_licencepause
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE (f.id = network_licencepause.file_id))));
CREATE POLICY change_own ON network_licencepause
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencepause.file_id) AND (f.organisation_id = network_licencepause.organisation_id))))))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencepause.file_id) AND (f.organisation_id = network_licencepause.organisation_id))))));
CREATE POLICY keep_own ON network_licencepause
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencepause.file_id) AND (f.organisation_id = network_licencepause.organisation_id))))));
GRANT INSERT, SELECT ON network_licencepause TO twiza_app;
GRANT UPDATE (ended_words, until) ON network_licencepause TO twiza_app;

-- network_licencevisit
ALTER TABLE network_licencevisit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_licencevisit
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE (f.id = network_licencevisit.file_id))));
CREATE POLICY keep_own ON network_licencevisit
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_licencefile f
  WHERE ((f.id = network_licencevisit.file_id) AND (f.organisation_id = network_licencevisit.organisation_id))))));
GRANT INSERT, SELECT ON network_licencevisit TO twiza_app;

-- network_mandatecorrection
ALTER TABLE network_mandatecorrection ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_mandatecorrection
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_mandatecorrection.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_mandatecorrection
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_mandatecorrection.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT INSERT, SELECT ON network_mandatecorrection TO twiza_app;

-- network_membership
ALTER TABLE network_membership ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY first_set_up ON network_membership
    AS PERMISSIVE
    FOR ALL
    USING ((( SELECT access_purpose() AS access_purpose) = 'setup'::text));
CREATE POLICY my_own ON network_membership
    AS PERMISSIVE
    FOR SELECT
    USING ((user_id = ( SELECT access_user() AS access_user)));
CREATE POLICY own_organisation ON network_membership
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON network_membership TO twiza_app;

-- network_membershipevent
ALTER TABLE network_membershipevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY first_set_up ON network_membershipevent
    AS PERMISSIVE
    FOR ALL
    USING ((( SELECT access_purpose() AS access_purpose) = 'setup'::text));
CREATE POLICY my_own ON network_membershipevent
    AS PERMISSIVE
    FOR SELECT
    USING ((user_id = ( SELECT access_user() AS access_user)));
CREATE POLICY own_organisation ON network_membershipevent
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON network_membershipevent TO twiza_app;

-- network_organisation
ALTER TABLE network_organisation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY directory ON network_organisation
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY edit_own ON network_organisation
    AS PERMISSIVE
    FOR UPDATE
    USING (((id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (kept_by_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY register ON network_organisation
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
GRANT INSERT, SELECT, UPDATE ON network_organisation TO twiza_app;

-- network_organisationevent
ALTER TABLE network_organisationevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON network_organisationevent
    AS PERMISSIVE
    FOR ALL
    USING (((id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (kept_by_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
GRANT INSERT, SELECT ON network_organisationevent TO twiza_app;

-- network_organisationname
ALTER TABLE network_organisationname ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY close ON network_organisationname
    AS PERMISSIVE
    FOR UPDATE
    USING ((EXISTS ( SELECT 1
   FROM network_organisation o
  WHERE ((o.id = network_organisationname.organisation_id) AND ((o.id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (o.kept_by_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text))))));
CREATE POLICY directory ON network_organisationname
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY write ON network_organisationname
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((EXISTS ( SELECT 1
   FROM network_organisation o
  WHERE ((o.id = network_organisationname.organisation_id) AND ((o.id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (o.kept_by_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text))))));
GRANT INSERT, SELECT, UPDATE ON network_organisationname TO twiza_app;

-- network_place
ALTER TABLE network_place ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY add_below ON network_place
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY directory ON network_place
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY load ON network_place
    AS PERMISSIVE
    FOR UPDATE
    USING ((( SELECT access_purpose() AS access_purpose) = 'setup'::text));
GRANT INSERT, SELECT, UPDATE ON network_place TO twiza_app;

-- network_placealias
ALTER TABLE network_placealias ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY add ON network_placealias
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY directory ON network_placealias
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
GRANT INSERT, SELECT ON network_placealias TO twiza_app;

-- network_placekey
ALTER TABLE network_placekey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY add ON network_placekey
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY directory ON network_placekey
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
GRANT INSERT, SELECT ON network_placekey TO twiza_app;

-- network_processing
ALTER TABLE network_processing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY open_own ON network_processing
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY register ON network_processing
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
GRANT INSERT, SELECT ON network_processing TO twiza_app;

-- network_processingversion
ALTER TABLE network_processingversion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY register ON network_processingversion
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY write_own ON network_processingversion
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_processing p
  WHERE ((p.id = network_processingversion.processing_id) AND (p.organisation_id = network_processingversion.organisation_id))))));
GRANT INSERT, SELECT ON network_processingversion TO twiza_app;

-- network_publishedfigure
ALTER TABLE network_publishedfigure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON network_publishedfigure
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON network_publishedfigure TO twiza_app;

-- network_refugeaddress
ALTER TABLE network_refugeaddress ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_staff ON network_refugeaddress
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_sitestaff s
  WHERE ((s.site_id = network_refugeaddress.site_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.period @> ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date))))))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_sitestaff s
  WHERE ((s.site_id = network_refugeaddress.site_id) AND (s.user_id = ( SELECT access_user() AS access_user)) AND (s.period @> ((now() AT TIME ZONE 'Africa/Casablanca'::text))::date))))));
GRANT INSERT, SELECT, UPDATE ON network_refugeaddress TO twiza_app;

-- network_regimeversion
ALTER TABLE network_regimeversion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON network_regimeversion
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY write_own ON network_regimeversion
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR ((organisation_id IS NULL) AND (( SELECT access_purpose() AS access_purpose) = 'setup'::text))));
GRANT INSERT, SELECT ON network_regimeversion TO twiza_app;

-- network_relocationplace
ALTER TABLE network_relocationplace ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_relocationplace
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_relocationplace.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY change_own ON network_relocationplace
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_relocationplace.institution_id) AND (i.organisation_id = network_relocationplace.organisation_id))))))
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_relocationplace.institution_id) AND (i.organisation_id = network_relocationplace.organisation_id))))));
CREATE POLICY keep_own ON network_relocationplace
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_relocationplace.institution_id) AND (i.organisation_id = network_relocationplace.organisation_id))))));
GRANT INSERT, SELECT ON network_relocationplace TO twiza_app;
GRANT UPDATE (moved_on) ON network_relocationplace TO twiza_app;

-- network_remedy
ALTER TABLE network_remedy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY keep_own ON network_remedy
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_remedy.institution_id) AND (i.organisation_id = network_remedy.organisation_id)))) AND (EXISTS ( SELECT 1
   FROM network_inspection v
  WHERE ((v.id = network_remedy.inspection_id) AND (v.organisation_id = network_remedy.organisation_id) AND (v.institution_id = network_remedy.institution_id))))));
CREATE POLICY read ON network_remedy
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR ((EXISTS ( SELECT 1
   FROM network_inspection v
  WHERE ((v.id = network_remedy.inspection_id) AND (v.signed_at IS NOT NULL)))) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_remedy.institution_id) AND (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
GRANT INSERT, SELECT ON network_remedy TO twiza_app;

-- network_remedystep
ALTER TABLE network_remedystep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_word ON network_remedystep
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_remedy r
  WHERE ((r.id = network_remedystep.remedy_id) AND (r.institution_id = network_remedystep.institution_id))))));
CREATE POLICY read ON network_remedystep
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_remedy r
  WHERE ((r.id = network_remedystep.remedy_id) AND (r.institution_id = network_remedystep.institution_id)))));
GRANT INSERT, SELECT ON network_remedystep TO twiza_app;

-- network_reportverdict
ALTER TABLE network_reportverdict ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_reportverdict
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_reportverdict.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_reportverdict
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_reportverdict.institution_id) AND (i.organisation_id = network_reportverdict.organisation_id))))));
GRANT INSERT, SELECT ON network_reportverdict TO twiza_app;

-- network_sharingsignature
ALTER TABLE network_sharingsignature ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY end_own ON network_sharingsignature
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY parties ON network_sharingsignature
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_convention c
  WHERE ((c.id = network_sharingsignature.convention_id) AND (network_sharingsignature.organisation_id = ANY (c.parties))))));
CREATE POLICY sign_own ON network_sharingsignature
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_convention c
  WHERE ((c.id = network_sharingsignature.convention_id) AND (network_sharingsignature.organisation_id = ANY (c.parties))))) AND (EXISTS ( SELECT 1
   FROM network_organisation o
  WHERE ((o.id = network_sharingsignature.organisation_id) AND (NOT o.protected)))) AND (signed_by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON network_sharingsignature TO twiza_app;
GRANT UPDATE (ended_at, ended_by_id) ON network_sharingsignature TO twiza_app;

-- network_signaturedelegation
ALTER TABLE network_signaturedelegation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON network_signaturedelegation
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON network_signaturedelegation TO twiza_app;

-- network_site
ALTER TABLE network_site ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON network_site
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY directory ON network_site
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY keep_own ON network_site
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
GRANT INSERT, SELECT, UPDATE ON network_site TO twiza_app;

-- network_siteaddress
ALTER TABLE network_siteaddress ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON network_siteaddress
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY directory ON network_siteaddress
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY keep_own ON network_siteaddress
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
CREATE POLICY take_away ON network_siteaddress
    AS PERMISSIVE
    FOR DELETE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT, UPDATE ON network_siteaddress TO twiza_app;

-- network_siteevent
ALTER TABLE network_siteevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON network_siteevent
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (( SELECT access_purpose() AS access_purpose) = 'setup'::text)));
GRANT INSERT, SELECT ON network_siteevent TO twiza_app;

-- network_siteleft
ALTER TABLE network_siteleft ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY both_read ON network_siteleft
    AS PERMISSIVE
    FOR SELECT
    USING ((EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_siteleft.institution_id) AND ((i.organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (i.association_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY own_word ON network_siteleft
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT 1
   FROM network_institution i
  WHERE ((i.id = network_siteleft.institution_id) AND (i.organisation_id = network_siteleft.organisation_id))))));
GRANT INSERT, SELECT ON network_siteleft TO twiza_app;

-- network_sitestaff
ALTER TABLE network_sitestaff ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY my_own ON network_sitestaff
    AS PERMISSIVE
    FOR SELECT
    USING ((user_id = ( SELECT access_user() AS access_user)));
CREATE POLICY own_organisation ON network_sitestaff
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON network_sitestaff TO twiza_app;

-- network_surveyversion
ALTER TABLE network_surveyversion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON network_surveyversion
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_user() AS access_user) IS NOT NULL) OR (( SELECT access_purpose() AS access_purpose) <> ''::text)));
CREATE POLICY write_own ON network_surveyversion
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR ((organisation_id IS NULL) AND (( SELECT access_purpose() AS access_purpose) = 'setup'::text))));
GRANT INSERT, SELECT ON network_surveyversion TO twiza_app;

-- pghistory_context
-- without row security

-- procrastinate_events
-- without row security
GRANT DELETE, INSERT, SELECT, UPDATE ON procrastinate_events TO twiza_app;

-- procrastinate_jobs
-- without row security
GRANT DELETE, INSERT, SELECT, UPDATE ON procrastinate_jobs TO twiza_app;

-- procrastinate_periodic_defers
-- without row security
GRANT DELETE, INSERT, SELECT, UPDATE ON procrastinate_periodic_defers TO twiza_app;

-- procrastinate_workers
-- without row security
GRANT DELETE, INSERT, SELECT, UPDATE ON procrastinate_workers TO twiza_app;

-- queue_work
ALTER TABLE queue_work ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_work ON queue_work
    AS PERMISSIVE
    FOR ALL
    USING (((by_id = ( SELECT access_user() AS access_user)) AND ((organisation_id IS NULL) OR (organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))));
GRANT INSERT, SELECT, UPDATE ON queue_work TO twiza_app;

-- registry_attempts
ALTER TABLE registry_attempts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_attempts
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON registry_attempts TO twiza_app;

-- registry_erasedfamily
ALTER TABLE registry_erasedfamily ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_erasedfamily
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_erasedfamily TO twiza_app;

-- registry_headingmemory
ALTER TABLE registry_headingmemory ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_headingmemory
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON registry_headingmemory TO twiza_app;

-- registry_household
ALTER TABLE registry_household ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_household
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON registry_household TO twiza_app;

-- registry_householdevent
ALTER TABLE registry_householdevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_householdevent
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_householdevent TO twiza_app;

-- registry_importedrow
ALTER TABLE registry_importedrow ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_importedrow
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_importedrow TO twiza_app;

-- registry_linkrun
ALTER TABLE registry_linkrun ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_linkrun
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_linkrun TO twiza_app;

-- registry_listeningticket
ALTER TABLE registry_listeningticket ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_listeningticket
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_listeningticket TO twiza_app;

-- registry_merge
ALTER TABLE registry_merge ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_merge
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON registry_merge TO twiza_app;

-- registry_pair
ALTER TABLE registry_pair ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_pair
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON registry_pair TO twiza_app;

-- registry_pairdecision
ALTER TABLE registry_pairdecision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_pairdecision
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_pairdecision TO twiza_app;

-- registry_person
ALTER TABLE registry_person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_person
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON registry_person TO twiza_app;

-- registry_personevent
ALTER TABLE registry_personevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_personevent
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_personevent TO twiza_app;

-- registry_request
ALTER TABLE registry_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_request
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY upkeep_erase ON registry_request
    AS PERMISSIVE
    FOR UPDATE
    USING ((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text))
    WITH CHECK (((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text) AND ((words)::text = ''::text)));
CREATE POLICY upkeep_read ON registry_request
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text));
GRANT INSERT, SELECT ON registry_request TO twiza_app;
GRANT UPDATE (place_words, words, words_erased_at) ON registry_request TO twiza_app;

-- registry_requestanswer
ALTER TABLE registry_requestanswer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_requestanswer
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY upkeep_erase ON registry_requestanswer
    AS PERMISSIVE
    FOR UPDATE
    USING ((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text))
    WITH CHECK (((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text) AND ((words)::text = ''::text)));
CREATE POLICY upkeep_read ON registry_requestanswer
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text));
GRANT INSERT, SELECT ON registry_requestanswer TO twiza_app;
GRANT UPDATE (words, words_erased_at) ON registry_requestanswer TO twiza_app;

-- registry_requestdelay
ALTER TABLE registry_requestdelay ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_requestdelay
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_requestdelay TO twiza_app;

-- registry_searchkey
ALTER TABLE registry_searchkey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_searchkey
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT ON registry_searchkey TO twiza_app;

-- registry_shock
ALTER TABLE registry_shock ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_shock
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_shock TO twiza_app;
GRANT UPDATE (ended_by_id, ended_on) ON registry_shock TO twiza_app;

-- registry_upload
ALTER TABLE registry_upload ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_upload
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY upkeep_end ON registry_upload
    AS PERMISSIVE
    FOR UPDATE
    USING (((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text) AND ((state)::text <> ALL ((ARRAY['accepted'::character varying, 'undone'::character varying])::text[]))))
    WITH CHECK (((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text) AND ((state)::text = 'put_aside'::text) AND (preview = '{}'::jsonb)));
CREATE POLICY upkeep_read ON registry_upload
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'upkeep'::text));
GRANT INSERT, SELECT, UPDATE ON registry_upload TO twiza_app;

-- registry_vulnerabilitymark
ALTER TABLE registry_vulnerabilitymark ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_vulnerabilitymark
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT, UPDATE ON registry_vulnerabilitymark TO twiza_app;

-- registry_vulnerabilitymarkevent
ALTER TABLE registry_vulnerabilitymarkevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_vulnerabilitymarkevent
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_vulnerabilitymarkevent TO twiza_app;

-- registry_whereabouts
ALTER TABLE registry_whereabouts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_organisation ON registry_whereabouts
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON registry_whereabouts TO twiza_app;

-- reporting_handover
ALTER TABLE reporting_handover ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_read ON reporting_handover
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_word ON reporting_handover
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON reporting_handover TO twiza_app;

-- reporting_handoveranswer
ALTER TABLE reporting_handoveranswer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_read ON reporting_handoveranswer
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_word ON reporting_handoveranswer
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON reporting_handoveranswer TO twiza_app;

-- reporting_handoversignature
ALTER TABLE reporting_handoversignature ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_read ON reporting_handoversignature
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_word ON reporting_handoversignature
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON reporting_handoversignature TO twiza_app;

-- reporting_handoverword
ALTER TABLE reporting_handoverword ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_read ON reporting_handoverword
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_word ON reporting_handoverword
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON reporting_handoverword TO twiza_app;

-- reporting_promise
ALTER TABLE reporting_promise ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_read ON reporting_promise
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_word ON reporting_promise
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON reporting_promise TO twiza_app;

-- reporting_promiseoutcome
ALTER TABLE reporting_promiseoutcome ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own_read ON reporting_promiseoutcome
    AS PERMISSIVE
    FOR SELECT
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY own_word ON reporting_promiseoutcome
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON reporting_promiseoutcome TO twiza_app;

-- reporting_tilespot
ALTER TABLE reporting_tilespot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON reporting_tilespot
    AS PERMISSIVE
    FOR ALL
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))
    WITH CHECK ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT ON reporting_tilespot TO twiza_app;

-- shelter_bed
ALTER TABLE shelter_bed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY make_own ON shelter_bed
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_shared ON shelter_bed
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_bed TO twiza_app;

-- shelter_beduse
ALTER TABLE shelter_beduse ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_near ON shelter_beduse
    AS PERMISSIVE
    FOR UPDATE
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY read_near ON shelter_beduse
    AS PERMISSIVE
    FOR SELECT
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY use_near ON shelter_beduse
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))) AND (made_by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON shelter_beduse TO twiza_app;
GRANT UPDATE (changed_at, changed_by_id, freed, held_until, nights, reasons, use) ON shelter_beduse TO twiza_app;

-- shelter_bulletin
ALTER TABLE shelter_bulletin ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY counted_by_the_house ON shelter_bulletin
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((( SELECT access_purpose() AS access_purpose) = 'nights'::text) AND (( SELECT access_user() AS access_user) IS NULL)));
CREATE POLICY read_shared ON shelter_bulletin
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_bulletin TO twiza_app;

-- shelter_callout
ALTER TABLE shelter_callout ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reach_own ON shelter_callout
    AS PERMISSIVE
    FOR UPDATE
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_own ON shelter_callout
    AS PERMISSIVE
    FOR SELECT
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY write_own ON shelter_callout
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON shelter_callout TO twiza_app;
GRANT UPDATE (reached_at) ON shelter_callout TO twiza_app;

-- shelter_calloutseal
ALTER TABLE shelter_calloutseal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON shelter_calloutseal
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own ON shelter_calloutseal
    AS PERMISSIVE
    FOR ALL
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON shelter_calloutseal TO twiza_app;

-- shelter_committeeseat
ALTER TABLE shelter_committeeseat ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY end_own ON shelter_committeeseat
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_shared ON shelter_committeeseat
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY seat_own ON shelter_committeeseat
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (seated_by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON shelter_committeeseat TO twiza_app;
GRANT UPDATE (ends_on) ON shelter_committeeseat TO twiza_app;

-- shelter_decision
ALTER TABLE shelter_decision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY decide_own ON shelter_decision
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (decided_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY finish_own ON shelter_decision
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_shared ON shelter_decision
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY take_out_own ON shelter_decision
    AS PERMISSIVE
    FOR DELETE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT ON shelter_decision TO twiza_app;
GRANT UPDATE (done_at, done_by_id, done_words) ON shelter_decision TO twiza_app;

-- shelter_declaration
ALTER TABLE shelter_declaration ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_shared ON shelter_declaration
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY say_own ON shelter_declaration
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((by_id = ( SELECT access_user() AS access_user)) AND ((host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (by_phone AND ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
GRANT INSERT, SELECT ON shelter_declaration TO twiza_app;

-- shelter_dutycontact
ALTER TABLE shelter_dutycontact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON shelter_dutycontact
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY read_shared ON shelter_dutycontact
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT
   FROM shelter_wintersite s
  WHERE ((s.winter_id = shelter_dutycontact.winter_id) AND (s.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY take_out_own ON shelter_dutycontact
    AS PERMISSIVE
    FOR DELETE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY write_own ON shelter_dutycontact
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (written_by_id = ( SELECT access_user() AS access_user))));
GRANT DELETE, INSERT, SELECT ON shelter_dutycontact TO twiza_app;

-- shelter_encounter
ALTER TABLE shelter_encounter ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON shelter_encounter
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY read_own ON shelter_encounter
    AS PERMISSIVE
    FOR SELECT
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY take_back_own ON shelter_encounter
    AS PERMISSIVE
    FOR UPDATE
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY write_own ON shelter_encounter
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user)) AND (undone_at IS NULL)));
GRANT INSERT, SELECT ON shelter_encounter TO twiza_app;
GRANT UPDATE (undone_at) ON shelter_encounter TO twiza_app;

-- shelter_encounterguest
ALTER TABLE shelter_encounterguest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON shelter_encounterguest
    AS PERMISSIVE
    FOR ALL
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON shelter_encounterguest TO twiza_app;

-- shelter_encounterkit
ALTER TABLE shelter_encounterkit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON shelter_encounterkit
    AS PERMISSIVE
    FOR ALL
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON shelter_encounterkit TO twiza_app;

-- shelter_encounterseal
ALTER TABLE shelter_encounterseal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON shelter_encounterseal
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY read_seated ON shelter_encounterseal
    AS PERMISSIVE
    FOR SELECT
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM shelter_outreachseat s
  WHERE ((s.winter_id = shelter_encounterseal.winter_id) AND (s.number = shelter_encounterseal.number) AND (s.user_id = ( SELECT access_user() AS access_user)))))));
CREATE POLICY seal_own ON shelter_encounterseal
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON shelter_encounterseal TO twiza_app;

-- shelter_guest
ALTER TABLE shelter_guest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON shelter_guest
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY meet_near ON shelter_guest
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((met_by_id = ( SELECT access_user() AS access_user)) AND ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT
   FROM shelter_wintersite s
  WHERE ((s.winter_id = shelter_guest.winter_id) AND (s.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))))))));
CREATE POLICY read_near ON shelter_guest
    AS PERMISSIVE
    FOR SELECT
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT
   FROM shelter_wintersite s
  WHERE ((s.winter_id = shelter_guest.winter_id) AND (s.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
GRANT INSERT, SELECT ON shelter_guest TO twiza_app;

-- shelter_guestcard
ALTER TABLE shelter_guestcard ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON shelter_guestcard
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own_guests ON shelter_guestcard
    AS PERMISSIVE
    FOR ALL
    USING ((host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT ON shelter_guestcard TO twiza_app;
GRANT UPDATE (animal, belongings, nickname, rules_read_at, written_at, written_by_id) ON shelter_guestcard TO twiza_app;

-- shelter_healthreferral
ALTER TABLE shelter_healthreferral ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY answer_near ON shelter_healthreferral
    AS PERMISSIVE
    FOR UPDATE
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY ask_near ON shelter_healthreferral
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((by_id = ( SELECT access_user() AS access_user)) AND (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (host_id IS NULL)) OR ((host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM shelter_wintersite s
  WHERE ((s.winter_id = shelter_healthreferral.winter_id) AND (s.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))))));
CREATE POLICY read_near ON shelter_healthreferral
    AS PERMISSIVE
    FOR SELECT
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_healthreferral TO twiza_app;
GRANT UPDATE (result, result_at, result_by_id) ON shelter_healthreferral TO twiza_app;

-- shelter_hotspot
ALTER TABLE shelter_hotspot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON shelter_hotspot
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY plan_own ON shelter_hotspot
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (made_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_hotspot
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_hotspot TO twiza_app;
GRANT UPDATE (left_out_at, position) ON shelter_hotspot TO twiza_app;

-- shelter_kit
ALTER TABLE shelter_kit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON shelter_kit
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY plan_own ON shelter_kit
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (made_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_kit
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY take_out_own ON shelter_kit
    AS PERMISSIVE
    FOR DELETE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT ON shelter_kit TO twiza_app;
GRANT UPDATE (made_at, made_by_id, pieces) ON shelter_kit TO twiza_app;

-- shelter_meeting
ALTER TABLE shelter_meeting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON shelter_meeting
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_shared ON shelter_meeting
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY write_own ON shelter_meeting
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (written_by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON shelter_meeting TO twiza_app;
GRANT UPDATE (held_on, minutes, place, present, signed_at, signed_by_id) ON shelter_meeting TO twiza_app;

-- shelter_morningwish
ALTER TABLE shelter_morningwish ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY hear_near ON shelter_morningwish
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))) AND (by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_near ON shelter_morningwish
    AS PERMISSIVE
    FOR SELECT
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_morningwish TO twiza_app;

-- shelter_nightcount
ALTER TABLE shelter_nightcount ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY count_near ON shelter_nightcount
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT
   FROM shelter_wintersite s
  WHERE ((s.winter_id = shelter_nightcount.winter_id) AND (s.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY count_on_near ON shelter_nightcount
    AS PERMISSIVE
    FOR UPDATE
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT
   FROM shelter_wintersite s
  WHERE ((s.winter_id = shelter_nightcount.winter_id) AND (s.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY read_shared ON shelter_nightcount
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT
   FROM shelter_wintersite s
  WHERE ((s.winter_id = shelter_nightcount.winter_id) AND (s.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
GRANT INSERT, SELECT ON shelter_nightcount TO twiza_app;
GRANT UPDATE (number) ON shelter_nightcount TO twiza_app;

-- shelter_outreachkey
ALTER TABLE shelter_outreachkey ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY make_own ON shelter_outreachkey
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (made_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_own ON shelter_outreachkey
    AS PERMISSIVE
    FOR SELECT
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON shelter_outreachkey TO twiza_app;

-- shelter_outreachseat
ALTER TABLE shelter_outreachseat ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON shelter_outreachseat
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY own ON shelter_outreachseat
    AS PERMISSIVE
    FOR ALL
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON shelter_outreachseat TO twiza_app;

-- shelter_publishednights
ALTER TABLE shelter_publishednights ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY publish_own ON shelter_publishednights
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY published ON shelter_publishednights
    AS PERMISSIVE
    FOR SELECT
    USING ((( SELECT access_purpose() AS access_purpose) = 'figures'::text));
CREATE POLICY read_shared ON shelter_publishednights
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_publishednights TO twiza_app;

-- shelter_reserveopening
ALTER TABLE shelter_reserveopening ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY open_own ON shelter_reserveopening
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))) AND (by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_reserveopening
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_reserveopening TO twiza_app;

-- shelter_round
ALTER TABLE shelter_round ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY call_off_shared ON shelter_round
    AS PERMISSIVE
    FOR DELETE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY change_shared ON shelter_round
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY plan_shared ON shelter_round
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))) AND (planned_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_round
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT DELETE, INSERT, SELECT ON shelter_round TO twiza_app;
GRANT UPDATE (alert, alert_words, back_at, back_by_id, briefed_at, briefed_by_id, ends_at, left_at, left_by_id, night, starts_at, state, team_id, vehicle_checked, vehicle_id) ON shelter_round TO twiza_app;

-- shelter_roundescort
ALTER TABLE shelter_roundescort ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY shared ON shelter_roundescort
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT DELETE, INSERT, SELECT ON shelter_roundescort TO twiza_app;

-- shelter_roundkit
ALTER TABLE shelter_roundkit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY bring_back_own ON shelter_roundkit
    AS PERMISSIVE
    FOR UPDATE
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY put_down_own ON shelter_roundkit
    AS PERMISSIVE
    FOR DELETE
    USING ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_shared ON shelter_roundkit
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY take_own ON shelter_roundkit
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT DELETE, INSERT, SELECT ON shelter_roundkit TO twiza_app;
GRANT UPDATE (back) ON shelter_roundkit TO twiza_app;

-- shelter_roundmember
ALTER TABLE shelter_roundmember ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY name_own ON shelter_roundmember
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY read_shared ON shelter_roundmember
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY take_out_shared ON shelter_roundmember
    AS PERMISSIVE
    FOR DELETE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT DELETE, INSERT, SELECT ON shelter_roundmember TO twiza_app;

-- shelter_roundstop
ALTER TABLE shelter_roundstop ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY shared ON shelter_roundstop
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT DELETE, INSERT, SELECT ON shelter_roundstop TO twiza_app;

-- shelter_team
ALTER TABLE shelter_team ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON shelter_team
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY plan_own ON shelter_team
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (made_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_team
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_team TO twiza_app;
GRANT UPDATE (left_out_at) ON shelter_team TO twiza_app;

-- shelter_unit
ALTER TABLE shelter_unit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY make_own ON shelter_unit
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (made_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_unit
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_unit TO twiza_app;

-- shelter_unmetneed
ALTER TABLE shelter_unmetneed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY read_near ON shelter_unmetneed
    AS PERMISSIVE
    FOR SELECT
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY solve_near ON shelter_unmetneed
    AS PERMISSIVE
    FOR UPDATE
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY write_near ON shelter_unmetneed
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))) AND (by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON shelter_unmetneed TO twiza_app;
GRANT UPDATE (solved_at) ON shelter_unmetneed TO twiza_app;

-- shelter_vehicle
ALTER TABLE shelter_vehicle ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON shelter_vehicle
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY plan_own ON shelter_vehicle
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (made_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_vehicle
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_vehicle TO twiza_app;
GRANT UPDATE (left_out_at) ON shelter_vehicle TO twiza_app;

-- shelter_voicepart
ALTER TABLE shelter_voicepart ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erased_for_good ON shelter_voicepart
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY read_seated ON shelter_voicepart
    AS PERMISSIVE
    FOR SELECT
    USING (((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (EXISTS ( SELECT
   FROM shelter_outreachseat s
  WHERE ((s.winter_id = shelter_voicepart.winter_id) AND (s.number = shelter_voicepart.number) AND (s.user_id = ( SELECT access_user() AS access_user)))))));
CREATE POLICY seal_own ON shelter_voicepart
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK ((crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
GRANT INSERT, SELECT ON shelter_voicepart TO twiza_app;

-- shelter_winter
ALTER TABLE shelter_winter ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON shelter_winter
    AS PERMISSIVE
    FOR UPDATE
    USING ((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])));
CREATE POLICY erased_for_good ON shelter_winter
    AS PERMISSIVE
    FOR ALL
    TO the owner of the tables alone
    USING ((current_setting('twiza.erasing'::text, true) = 'yes'::text));
CREATE POLICY open_own ON shelter_winter
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (opened_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_winter
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (EXISTS ( SELECT
   FROM shelter_wintersite s
  WHERE ((s.winter_id = shelter_winter.id) AND (s.host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])))))));
CREATE POLICY to_be_counted ON shelter_winter
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_purpose() AS access_purpose) = 'nights'::text) AND (( SELECT access_user() AS access_user) IS NULL)));
GRANT INSERT, SELECT ON shelter_winter TO twiza_app;
GRANT UPDATE (bulletin_at, closed_at, closed_by_id, declare_by, hold_minutes, last_night, lessons) ON shelter_winter TO twiza_app;

-- shelter_winterchange
ALTER TABLE shelter_winterchange ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY decide_own ON shelter_winterchange
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_winterchange
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_winterchange TO twiza_app;

-- shelter_wintersite
ALTER TABLE shelter_wintersite ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY change_own ON shelter_wintersite
    AS PERMISSIVE
    FOR UPDATE
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY join_own ON shelter_wintersite
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) AND (joined_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY read_shared ON shelter_wintersite
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (crew_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON shelter_wintersite TO twiza_app;
GRANT UPDATE (funder_code, funder_id, house_rules_ar, house_rules_fr, owner_id, phone, supervisor_id) ON shelter_wintersite TO twiza_app;

-- sync_answer
ALTER TABLE sync_answer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_device ON sync_answer
    AS PERMISSIVE
    FOR ALL
    USING (((( SELECT access_purpose() AS access_purpose) = 'device'::text) AND ((device_id, organisation_id, host_id) IN ( SELECT d.id,
    d.organisation_id,
    d.host_id
   FROM sync_device d
  WHERE (d.opened_by_id = ( SELECT access_user() AS access_user))))));
CREATE POLICY either ON sync_answer
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON sync_answer TO twiza_app;

-- sync_device
ALTER TABLE sync_device ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_device ON sync_device
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_purpose() AS access_purpose) = 'device'::text) AND (opened_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY either ON sync_device
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY enrol ON sync_device
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((( SELECT access_purpose() AS access_purpose) = 'device'::text) AND (opened_by_id = ( SELECT access_user() AS access_user)) AND (revoked_at IS NULL)));
GRANT INSERT, SELECT ON sync_device TO twiza_app;
GRANT UPDATE (revoked_at, revoked_because, revoked_by_id) ON sync_device TO twiza_app;

-- sync_deviceevent
ALTER TABLE sync_deviceevent ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY either ON sync_deviceevent
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
CREATE POLICY enrol ON sync_deviceevent
    AS PERMISSIVE
    FOR INSERT
    WITH CHECK (((( SELECT access_purpose() AS access_purpose) = 'device'::text) AND (opened_by_id = ( SELECT access_user() AS access_user))));
GRANT INSERT, SELECT ON sync_deviceevent TO twiza_app;

-- sync_devicestate
ALTER TABLE sync_devicestate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_device ON sync_devicestate
    AS PERMISSIVE
    FOR ALL
    USING (((( SELECT access_purpose() AS access_purpose) = 'device'::text) AND ((device_id, organisation_id, host_id) IN ( SELECT d.id,
    d.organisation_id,
    d.host_id
   FROM sync_device d
  WHERE (d.opened_by_id = ( SELECT access_user() AS access_user))))));
CREATE POLICY either ON sync_devicestate
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON sync_devicestate TO twiza_app;
GRANT UPDATE (clock_offset_ms, highest_seq, last_contact_at, last_seq, waiting) ON sync_devicestate TO twiza_app;

-- sync_enrolmentcode
ALTER TABLE sync_enrolmentcode ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_device ON sync_enrolmentcode
    AS PERMISSIVE
    FOR SELECT
    USING (((( SELECT access_purpose() AS access_purpose) = 'device'::text) AND (opened_by_id = ( SELECT access_user() AS access_user))));
CREATE POLICY either ON sync_enrolmentcode
    AS PERMISSIVE
    FOR ALL
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON sync_enrolmentcode TO twiza_app;

-- sync_keptupload
ALTER TABLE sync_keptupload ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_device ON sync_keptupload
    AS PERMISSIVE
    FOR ALL
    USING (((( SELECT access_purpose() AS access_purpose) = 'device'::text) AND ((device_id, organisation_id, host_id) IN ( SELECT d.id,
    d.organisation_id,
    d.host_id
   FROM sync_device d
  WHERE (d.opened_by_id = ( SELECT access_user() AS access_user))))));
CREATE POLICY either ON sync_keptupload
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON sync_keptupload TO twiza_app;

-- sync_key
-- without row security
GRANT INSERT, SELECT ON sync_key TO twiza_app;

-- sync_operation
ALTER TABLE sync_operation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY by_device ON sync_operation
    AS PERMISSIVE
    FOR ALL
    USING (((( SELECT access_purpose() AS access_purpose) = 'device'::text) AND ((device_id, organisation_id, host_id) IN ( SELECT d.id,
    d.organisation_id,
    d.host_id
   FROM sync_device d
  WHERE (d.opened_by_id = ( SELECT access_user() AS access_user))))));
CREATE POLICY either ON sync_operation
    AS PERMISSIVE
    FOR SELECT
    USING (((organisation_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[])) OR (host_id = ANY (( SELECT access_organisations() AS access_organisations)::uuid[]))));
GRANT INSERT, SELECT ON sync_operation TO twiza_app;

-- twiza_cache
-- without row security
GRANT DELETE, INSERT, SELECT, UPDATE ON twiza_cache TO twiza_app;

-- usersessions_usersession
-- without row security
GRANT DELETE, INSERT, SELECT, UPDATE ON usersessions_usersession TO twiza_app;
