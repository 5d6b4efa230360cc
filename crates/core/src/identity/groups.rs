//! Groups of claims on their way to agencies, step by step: by registry, by code, by name.

use super::name::{are_near, name_key};
use super::registry::Registry;
use super::{Claim, Settled};
use crate::text::values::code::check_digit_ok;
use std::collections::{BTreeMap, BTreeSet};

/// Claims of one agency.
#[derive(Debug, Default)]
struct ClaimGroup {
    /// What the agency goes by.
    key: String,
    code: Option<String>,
    /// Whether a registry has settled it.
    is_registered: bool,
    claims: Vec<usize>,
}

pub(super) struct Groups<'a> {
    claims: &'a [Claim],
    /// The key of each claim's name.
    names: Vec<String>,
    /// The claims of each name.
    by_name: BTreeMap<String, Vec<usize>>,
    groups: Vec<ClaimGroup>,
    /// The group of each claim, once it has one.
    of: Vec<Option<usize>>,
    conflicts: BTreeMap<usize, String>,
}

impl<'a> Groups<'a> {
    pub fn new(claims: &'a [Claim]) -> Self {
        let names: Vec<String> =
            claims.iter().map(|claim| claim.name.as_deref().map(name_key).unwrap_or_default()).collect();
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            by_name.entry(name.clone()).or_default().push(at);
        }
        let of = vec![None; claims.len()];
        Self { claims, names, by_name, groups: Vec::new(), of, conflicts: BTreeMap::new() }
    }

    /// Agencies that a registry knows.
    pub fn by_registry(&mut self, registry: &Registry) {
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, claim) in self.claims.iter().enumerate() {
            if let Some(entry) = registry.find(claim.code.as_deref(), self.name(at)) {
                found.entry(entry).or_default().push(at);
            }
        }
        for (entry, claims) in found {
            let Some(entry) = registry.entries.get(entry) else { continue };
            let key = entry.code.clone().unwrap_or_else(|| entry.name.clone());
            self.add(ClaimGroup { key, code: entry.code.clone(), is_registered: true, claims });
        }
    }

    /// Agencies by their code. Where names far apart state it at the same time, it is mistyped in one of them.
    pub fn by_code(&mut self) {
        let mut codes: BTreeMap<&'a str, Vec<usize>> = BTreeMap::new();
        for at in self.loose() {
            if let Some(code) = self.claim(at).and_then(|claim| claim.code.as_deref()) {
                codes.entry(code).or_default().push(at);
            }
        }
        for (code, claims) in codes {
            self.of_code(code, claims);
        }
    }

    fn of_code(&mut self, code: &str, claims: Vec<usize>) {
        let (mut current, past): (Vec<_>, Vec<_>) =
            self.clusters(claims).into_iter().partition(|cluster| cluster.iter().any(|at| self.is_current(*at)));
        if current.len() > 1 {
            self.doubt_code(code, &current);
        }
        // What nobody states any more belongs to who stated the code first.
        match current.first_mut() {
            Some(first) => first.extend(past.into_iter().flatten()),
            None => current.push(past.into_iter().flatten().collect()),
        }
        for (number, claims) in current.into_iter().enumerate() {
            let name = claims.first().map(|at| self.shown_name(*at)).unwrap_or_default();
            let key = if number == 0 { code.to_owned() } else { format!("{code} {name}") };
            self.add(ClaimGroup { key, code: Some(code.to_owned()), is_registered: false, claims });
        }
    }

    /// Claims of one code by names that are near, in the order in which they were first seen.
    fn clusters(&self, mut claims: Vec<usize>) -> Vec<Vec<usize>> {
        claims.sort_by_key(|at| (self.first_seen(*at), self.name(*at).to_owned(), *at));
        let mut clusters: Vec<(BTreeSet<&str>, Vec<usize>)> = Vec::new();
        for at in claims {
            let name = self.name(at);
            let is_near = |(names, _): &&mut (BTreeSet<&str>, Vec<usize>)| {
                names.contains(name) || names.iter().any(|other| are_near(name, other))
            };
            match clusters.iter_mut().find(is_near) {
                Some((names, claims)) => {
                    names.insert(name);
                    claims.push(at);
                }
                None => clusters.push((BTreeSet::from([name]), vec![at])),
            }
        }
        clusters.into_iter().map(|(_, claims)| claims).collect()
    }

    fn doubt_code(&mut self, code: &str, clusters: &[Vec<usize>]) {
        let names: Vec<String> =
            clusters.iter().filter_map(|cluster| cluster.first()).map(|at| self.shown_name(*at)).collect();
        let message = format!("the code {code} is stated by {}; each is kept as an agency", names.join(" and by "));
        for at in clusters.iter().flatten().filter(|at| self.is_current(**at)).copied().collect::<Vec<_>>() {
            self.conflicts.entry(at).or_insert_with(|| message.clone());
        }
    }

    /// Agencies of one name and prefecture that state several codes.
    pub fn same_name_other_code(&mut self) {
        let names: BTreeSet<(String, Option<String>)> = (0..self.claims.len())
            .filter(|at| self.of.get(*at).is_some_and(Option::is_some))
            .map(|at| self.place(at))
            .collect();
        for (name, prefecture) in names {
            let groups = self.named(&name, prefecture.as_deref());
            if !name.is_empty() && groups.len() > 1 {
                self.several_codes(groups);
            }
        }
    }

    fn several_codes(&mut self, mut groups: Vec<usize>) {
        groups.sort_by_key(|group| (!self.has_right_code(*group), self.group_first_seen(*group), *group));
        let Some((&base, others)) = groups.split_first() else { return };
        let current: Vec<usize> = groups.iter().copied().filter(|group| self.has_current(*group)).collect();
        let only_base_is_right = self.has_right_code(base) && others.iter().all(|group| !self.has_right_code(*group));
        let is_one_agency = current.len() <= 1 || only_base_is_right;
        let codes: Vec<&str> = groups.iter().filter_map(|group| self.groups.get(*group)?.code.as_deref()).collect();
        let message = match is_one_agency {
            true => {
                format!("the codes {} are stated under one name; they are taken for one agency", codes.join(" and "))
            }
            false => format!("the codes {} are stated under one name; each is kept as an agency", codes.join(" and ")),
        };
        for group in current {
            // Where the code that is stated now is the right one, all is well.
            if !is_one_agency || group != base {
                let mut claims = self.group_claims(group).to_vec();
                claims.retain(|at| self.is_current(*at));
                for at in claims {
                    self.conflicts.entry(at).or_insert_with(|| message.clone());
                }
            }
        }
        if is_one_agency {
            others.iter().for_each(|other| self.merge(base, *other));
        }
    }

    /// What states no code belongs to the one agency of its name and prefecture, else makes one.
    pub fn by_name(&mut self) {
        let mut loose: Vec<usize> = self.loose();
        // Those with a prefecture first: one without joins where only one fits.
        loose.sort_by_key(|at| {
            let (name, prefecture) = self.place(*at);
            (prefecture.is_none(), name, prefecture, self.first_seen(*at), *at)
        });
        for at in loose {
            let (name, prefecture) = self.place(at);
            let found = if name.is_empty() { Vec::new() } else { self.named(&name, prefecture.as_deref()) };
            match found.as_slice() {
                [group] => self.join(*group, at),
                _ if name.is_empty() => {
                    let own = self.claim(at).map(|claim| claim.own.clone()).unwrap_or_default();
                    self.add(ClaimGroup { key: own, claims: vec![at], ..ClaimGroup::default() });
                }
                found => {
                    if !found.is_empty() && self.is_current(at) {
                        let message =
                            format!("{} agencies go by this name, and no code tells which it is", found.len());
                        self.conflicts.insert(at, message);
                    }
                    let mut key = self.shown_name(at);
                    if let Some(prefecture) = &prefecture {
                        key = format!("{key} {prefecture}");
                    }
                    self.add(ClaimGroup { key, claims: vec![at], ..ClaimGroup::default() });
                }
            }
        }
    }

    pub fn settled(self) -> Settled {
        let key = |group: &Option<usize>| group.and_then(|group| self.groups.get(group)).map(|group| group.key.clone());
        Settled {
            agencies: self.of.iter().map(|group| key(group).unwrap_or_default()).collect(),
            conflicts: self.conflicts.into_iter().collect(),
        }
    }

    /// The groups that a claim with this name and prefecture may belong to.
    fn named(&self, name: &str, prefecture: Option<&str>) -> Vec<usize> {
        let fits = |at: &&usize| match (prefecture, self.claim(**at).and_then(|claim| claim.prefecture.as_deref())) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let claims = self.by_name.get(name).into_iter().flatten();
        let groups: BTreeSet<usize> =
            claims.filter(fits).filter_map(|at| self.of.get(*at).copied().flatten()).collect();
        groups.into_iter().collect()
    }

    fn add(&mut self, group: ClaimGroup) {
        let at = self.groups.len();
        for claim in &group.claims {
            if let Some(of) = self.of.get_mut(*claim) {
                *of = Some(at);
            }
        }
        self.groups.push(group);
    }

    fn join(&mut self, group: usize, at: usize) {
        if let (Some(found), Some(of)) = (self.groups.get_mut(group), self.of.get_mut(at)) {
            found.claims.push(at);
            *of = Some(group);
        }
    }

    fn merge(&mut self, into: usize, from: usize) {
        let claims = self.groups.get_mut(from).map(|group| std::mem::take(&mut group.claims)).unwrap_or_default();
        claims.into_iter().for_each(|at| self.join(into, at));
    }

    fn loose(&self) -> Vec<usize> {
        (0..self.claims.len()).filter(|at| self.of.get(*at).is_none_or(Option::is_none)).collect()
    }

    fn claim(&self, at: usize) -> Option<&'a Claim> {
        self.claims.get(at)
    }

    fn name(&self, at: usize) -> &str {
        self.names.get(at).map(String::as_str).unwrap_or_default()
    }

    fn shown_name(&self, at: usize) -> String {
        self.claim(at).and_then(|claim| claim.name.clone()).unwrap_or_default()
    }

    fn place(&self, at: usize) -> (String, Option<String>) {
        (self.name(at).to_owned(), self.claim(at).and_then(|claim| claim.prefecture.clone()))
    }

    fn is_current(&self, at: usize) -> bool {
        self.claim(at).is_some_and(|claim| claim.is_current)
    }

    fn first_seen(&self, at: usize) -> i64 {
        self.claim(at).map_or(i64::MAX, |claim| claim.first_seen)
    }

    fn group_claims(&self, group: usize) -> &[usize] {
        self.groups.get(group).map(|group| group.claims.as_slice()).unwrap_or_default()
    }

    fn group_first_seen(&self, group: usize) -> i64 {
        self.group_claims(group).iter().map(|at| self.first_seen(*at)).min().unwrap_or(i64::MAX)
    }

    fn has_current(&self, group: usize) -> bool {
        self.group_claims(group).iter().any(|at| self.is_current(*at))
    }

    fn has_right_code(&self, group: usize) -> bool {
        let group = self.groups.get(group);
        group.is_some_and(|group| group.is_registered || group.code.as_deref().is_some_and(check_digit_ok))
    }
}
