/* SPDX-License-Identifier: Apache-2.0 */
/* lists.c - the lists that Tocsin knows without being told, and where they are.
 *
 * Addresses are those of doc/lists.md; config.ini overrides each of them. */
#include "source/source.h"

#define SLS "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"
#define FSF "https://webgate.ec.europa.eu/fsd/fsf/public/files/"
#define SESAM                                                                                      \
    "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml"
#define GAC  "https://www.international.gc.ca/world-monde/"
#define DFAT "https://www.dfat.gov.au/"

const struct list_info lists_known[] = {
    {.id = "un",
     .title = "Consolidated List",
     .authority = "UN Security Council",
     .source = "un",
     .urls = {"https://scsanctions.un.org/resources/xml/en/consolidated.xml"},
     .page = "https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list"},
    {.id = "us-sdn",
     .title = "Specially Designated Nationals and Blocked Persons",
     .authority = "US Treasury, OFAC",
     .source = "ofac",
     .urls = {SLS "SDN_ENHANCED.XML"},
     .page = "https://ofac.treasury.gov/specially-designated-nationals-and-blocked-persons-list-sdn"
             "-human-readable-lists"},
    {.id = "us-cons",
     .title = "Consolidated Sanctions List (non-SDN)",
     .authority = "US Treasury, OFAC",
     .source = "ofac",
     .urls = {SLS "CONS_ENHANCED.XML"},
     .page = "https://ofac.treasury.gov/consolidated-sanctions-list-non-sdn-lists"},
    {.id = "eu",
     .title = "Consolidated list of financial sanctions",
     .authority = "Council of the European Union",
     .source = "eu",
     .urls = {FSF "xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"},
     .page = "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities"
             "-subject-to-eu-financial-sanctions"},
    {.id = "gb",
     .title = "UK Sanctions List",
     .authority = "UK Foreign, Commonwealth and Development Office",
     .source = "gb",
     .urls = {"https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml"},
     .page = "https://www.gov.uk/government/publications/the-uk-sanctions-list"},
    {.id = "ch",
     .title = "SECO sanctions list (SESAM)",
     .authority = "Switzerland, SECO",
     .source = "ch",
     .urls = {SESAM "?lang=en&action=downloadXmlGesamtlisteAction"},
     .page =
         "https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_"
         "Wirtschaftliche_Zusammenarbeit/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/"
         "sanktionen-embargos.html"},
    {.id = "ca",
     .title = "Consolidated Canadian Autonomous Sanctions List",
     .authority = "Global Affairs Canada",
     .source = "ca",
     .urls = {GAC "assets/office_docs/international_relations-relations_internationales/sanctions/"
                  "sema-lmes.xml"},
     .page = GAC "international_relations-relations_internationales/sanctions/"
                 "consolidated-consolide.aspx?lang=eng"},
    {.id = "ca-terror",
     .title = "Listed terrorist entities (Criminal Code)",
     .authority = "Public Safety Canada",
     .source = "ca-terror",
     .urls = {"https://www.publicsafety.gc.ca/cnt/_xml/lstd-ntts-eng.xml"},
     .page = "https://www.publicsafety.gc.ca/cnt/ntnl-scrt/cntr-trrrsm/lstd-ntts/"
             "crrnt-lstd-ntts-en.aspx"},
    {.id = "au",
     .title = "Consolidated List",
     .authority = "Australia, DFAT",
     .source = "au",
     .urls = {DFAT "sites/default/files/Australian_Sanctions_Consolidated_List.xlsx"},
     .page = DFAT "international-relations/security/sanctions/consolidated-list"},
    {.id = "us-fto",
     .title = "Foreign Terrorist Organizations",
     .authority = "US Department of State",
     .source = "us-fto",
     .urls = {"https://www.state.gov/foreign-terrorist-organizations/"},
     .page = "https://www.state.gov/foreign-terrorist-organizations/"},
    {.id = "ru-fsb",
     .title = "Unified federal list of organisations recognised as terrorist",
     .authority = "Russia, FSB (Supreme Court rulings)",
     .source = "ru-fsb",
     .urls = {"http://www.fsb.ru/fsb/npd/terror.htm"},
     .page = "http://www.fsb.ru/fsb/npd/terror.htm"},
    {.id = "ae",
     .title = "Local terrorist list",
     .authority = "United Arab Emirates, EOCN",
     .source = "table",
     .mapping = "data/tables/ae.ini",
     .page = "https://www.uaeiec.gov.ae/en-us/un-page?p=2",
     .optional = true},
    {.id = "pk",
     .title = "Proscribed persons (Fourth Schedule)",
     .authority = "Pakistan, NACTA",
     .source = "table",
     .mapping = "data/tables/pk.ini",
     .page = "https://nacta.gov.pk/proscribed-persons",
     .optional = true},
    {.id = "ua",
     .title = "NSDC sanctions decrees",
     .authority = "Ukraine, NSDC",
     .source = "table",
     .mapping = "data/tables/ua.ini",
     .page = "https://drs.nsdc.gov.ua/",
     .optional = true},
    {.id = "casebook",
     .title = "Designations and delistings, collected by the project",
     .authority = "several",
     .source = "casebook"},
};
const size_t lists_known_count = COUNT(lists_known);

const struct list_info *list_info_find(struct str id)
{
    for (size_t i = 0; i < lists_known_count; i++)
        if (str_is(id, lists_known[i].id))
            return &lists_known[i];
    return NULL;
}
